/* What the page asks of its server; every failure comes back as an Error with one line of Italian. */

const answerOf = async (response) => {
  if (response.ok) {
    return response;
  }
  let message = `errore ${response.status}`;
  try {
    message = (await response.json()).error || message;
  } catch {
    /* no JSON: the status must do */
  }
  throw new Error(message);
};

const send = async (path, body, headers, signal) => {
  let response;
  try {
    response = await fetch(path, { method: "POST", body, headers, signal });
  } catch (error) {
    if (error.name === "AbortError") {
      throw error;
    }
    throw new Error("il programma non risponde: controllare che extract-web sia ancora in funzione");
  }
  return answerOf(response);
};

const json = { "content-type": "application/json" };

export const analyseText = async (text, signal) =>
  (await send("/analizza", text, { "content-type": "text/plain; charset=utf-8" }, signal)).json();

/* Of a file with several documents the one of that number, from 0, or without a number the first that can be read. */
export const analyseFile = async (file, number, signal) => {
  const headers = {
    "content-type": "application/octet-stream",
    "x-file-name": encodeURIComponent(file.name.toWellFormed?.() ?? file.name),
  };
  if (number !== null) {
    headers["x-document"] = String(number);
  }
  return (await send("/analizza", file, headers, signal)).json();
};

export const correct = async (record, text, correction) =>
  (await send("/correggi", JSON.stringify({ record, text, correction }), json)).json();

export const download = async (record, text, kind) => {
  const response = await send(`/scarica/${kind}`, JSON.stringify({ record, text }), json);
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition"))[1];
  return { name, blob: await response.blob() };
};
