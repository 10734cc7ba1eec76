// The module waits for its WebAssembly at its top level, which needs ES2022.
export default { build: { target: "es2022" } };
