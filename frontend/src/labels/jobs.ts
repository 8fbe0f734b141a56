/** Texts of a running job. */
export const JOBS = {
  elapsed: "Elapsed",
  best: "Best so far",
  gap: "At most above the optimum",
  cancel: "Cancel",
  cancelling: "Cancelling…",
  lost: "The server does not answer; trying again. The work goes on meanwhile.",
};
