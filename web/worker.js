// The planner's worker: the page sends the address of the script and the compiled program.
onmessage = async ({ data: [script, program] }) => {
  try {
    await (await import(script)).default({ module_or_path: program });
  } catch (error) {
    // Only what is thrown outside of a promise reaches the page.
    setTimeout(() => { throw error; });
  }
};
