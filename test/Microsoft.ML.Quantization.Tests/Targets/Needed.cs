using Microsoft.ML.Quantization.Tests.Targets.Runtimes;

namespace Microsoft.ML.Quantization.Tests.Targets;

/// <summary>What a test needs beside this library. Where it is absent the test is skipped; where <c>MLQ_RUNTIMES</c> is set, it fails.</summary>
internal static class Needed
{
    public static T Runtime<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (MissingRuntimeException missing)
        {
            if (Environment.GetEnvironmentVariable("MLQ_RUNTIMES") is { Length: > 0 })
            {
                Assert.Fail(missing.Message);
            }

            throw new AssertInconclusiveException(missing.Message);
        }
    }
}
