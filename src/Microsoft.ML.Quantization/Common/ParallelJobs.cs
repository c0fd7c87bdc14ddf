using System.Runtime.ExceptionServices;

namespace Microsoft.ML.Quantization.Common;

/// <summary>Jobs that do not depend on each other, several at a time.</summary>
internal static class ParallelJobs
{
    /// <summary>Runs them all. Where some fail, the error is that of the first, whichever came to it first.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="parallel">How many may run at a time, and what stops it; <see langword="null"/> runs one after the other.</param>
    /// <param name="job">A job, by its number.</param>
    public static void Run(int count, ParallelOptions? parallel, Action<int> job)
    {
        if (parallel == null || parallel.MaxDegreeOfParallelism == 1)
        {
            for (int i = 0; i < count; i++)
            {
                parallel?.CancellationToken.ThrowIfCancellationRequested();
                job(i);
            }

            return;
        }

        var errors = new ExceptionDispatchInfo?[count];
        int next = 0;

        // Each worker takes the next job there is: what is taken in ranges leaves one worker with the largest of them at the end.
        int workers = parallel.MaxDegreeOfParallelism > 0 ? Math.Min(count, parallel.MaxDegreeOfParallelism) : count;
        Parallel.For(0, workers, parallel, _ =>
        {
            for (int i = Interlocked.Increment(ref next) - 1; i < count; i = Interlocked.Increment(ref next) - 1)
            {
                parallel.CancellationToken.ThrowIfCancellationRequested();
                try
                {
                    job(i);
                }
                catch (Exception error)
                {
                    errors[i] = ExceptionDispatchInfo.Capture(error);
                }
            }
        });
        Array.Find(errors, error => error != null)?.Throw();
    }
}
