"""FollowTheMoney: entities as JSON lines, for Aleph and its kin, written without importing followthemoney.

What becomes of a record:

| in the record | FollowTheMoney |
|---|---|
| announcement | Article, the `proof` of entities; links between entities say it in `recordId`, the id of their row in the tables |
| institution, company | PublicBody, Company: the same id in all announcements, by the entity's `key` |
| person | Person, with a Membership in the body or company of the affiliation |
| project, programme, fund, call | Project |
| agreement | Contract: `authority` are the institutions that promote, fund or contract, else all that take part |
| company in an agreement | ContractAward, with its roles |
| institution that is no authority | UnknownLink to the Contract, with its roles |
| party of an agreement on a named project | ProjectParticipant |
| sum that somebody named pays to somebody named | Payment: one for a joint sum, with all its payers and beneficiaries, for its split is unknown |
| sum to one company in an agreement, whose payer is not said | ContractAward with the amount |
| every other sum: without beneficiary, a ceiling, a turnover, money of "Stato" | Note on the Contract, or on the Article, that says it in words |
| mention | Mention, once for each form of a name, which is also a `weakAlias` |
| place | left out: it is in the words of the Note |

No payer or beneficiary is invented. A body that several announcements name has several lines with one id, which
FollowTheMoney calls fragments: `ftm aggregate` and Aleph merge them. Failures go to `NAME.ftm.failures.jsonl`.
"""

from __future__ import annotations

import json
from typing import BinaryIO

from extractor.records import Announcement, Failure
from extractor.writing.ftm_entities import ftm_entities
from extractor.writing.ids import AnnouncementIds
from extractor.writing.jsonl import FailureLines
from extractor.writing.output import Output
from extractor.writing.target import Target


class FtmWriter(Output):
    """Writes `NAME.ftm.json` and, where inputs failed, `NAME.ftm.failures.jsonl`."""

    _stream: BinaryIO
    _failures: FailureLines
    _ids: AnnouncementIds

    def _begin(self) -> None:
        target = Target(self.path)
        self.targets.append(target)
        self._stream = self.open(target.partial)
        self._failures = FailureLines(self, target.path)
        self._ids = AnnouncementIds()

    def _write(self, record: Announcement) -> None:
        for entity in ftm_entities(record, self._ids.next(record)):
            self._stream.write(json.dumps(entity, ensure_ascii=False).encode() + b"\n")

    def _write_failure(self, failure: Failure) -> None:
        self._failures.write(failure)

    def _finish(self) -> None:
        self._failures.finish()
