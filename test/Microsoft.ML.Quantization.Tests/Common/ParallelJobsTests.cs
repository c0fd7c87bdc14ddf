using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Tests.Common;

[TestClass]
public sealed class ParallelJobsTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(-1)]
    public void Run_RunsEachJobOnce(int threads)
    {
        var runs = new int[100];
        ParallelJobs.Run(runs.Length, threads == 0 ? null : new ParallelOptions { MaxDegreeOfParallelism = threads }, i => Interlocked.Increment(ref runs[i]));
        Assert.IsTrue(Array.TrueForAll(runs, count => count == 1));
    }

    /// <summary>Bad input ends in the exception that names it, and in the same one however many threads there are.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    public void Run_FailsAsTheFirstJobThatFails(int threads)
    {
        var error = Assert.ThrowsExactly<InvalidDataException>(() => ParallelJobs.Run(50, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            if (i % 10 == 7)
            {
                Thread.Sleep(i == 7 ? 20 : 0);
                throw new InvalidDataException($"job {i}");
            }
        }));
        Assert.AreEqual("job 7", error.Message);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Run_StopsWhereItIsCancelled(int threads)
    {
        using var source = new CancellationTokenSource();
        int runs = 0;
        Assert.ThrowsExactly<OperationCanceledException>(() => ParallelJobs.Run(1000, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = source.Token }, _ =>
        {
            Interlocked.Increment(ref runs);
            source.Cancel();
        }));
        Assert.IsLessThan(10, runs);
    }
}
