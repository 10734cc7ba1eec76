// The class Session: the core's session, with messages as objects on both sides.

/** Makes the class; `answer` turns what the WebAssembly throws into a SprintloomError. */
export function sessionClass(WasmSession, answer) {
  return class Session {
    #session;

    constructor(documents, options) {
      this.#session = answer(() => new WasmSession(documents, options));
    }

    update(documents) {
      answer(() => this.#session.setDocuments(documents));
    }

    receive(message) {
      const text = typeof message === "string" ? message : (JSON.stringify(message) ?? "");
      const { messages, ...rest } = answer(() => this.#session.receive(text));
      return { messages: messages.map((sent) => JSON.parse(sent)), message_texts: messages, ...rest };
    }

    get log() {
      return answer(() => this.#session.log());
    }

    get closed() {
      return answer(() => this.#session.isClosed());
    }

    get roster() {
      return answer(() => this.#session.roster());
    }

    free() {
      this.#session.free();
    }
  };
}
