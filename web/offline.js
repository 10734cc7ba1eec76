// Has the files of the app kept once it runs, and tells it when a newer version is ready. Where the
// browser allows no service worker (a private window, an address without https), the app works as
// ever, with a network.

addEventListener("sprintloom-runs", async () => {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker?.register("service-worker.js").catch(() => undefined);
  if (!registration) return;
  // Without a controller it is the first visit, and the version that waits is the one that runs.
  const tell = () => {
    if (registration.waiting && serviceWorker.controller) dispatchEvent(new Event("sprintloom-is-newer"));
  };
  tell();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", tell);
  });
  addEventListener("sprintloom-take", () => {
    serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage("take over");
  });
});
