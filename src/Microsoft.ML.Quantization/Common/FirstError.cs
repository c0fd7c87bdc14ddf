using System.Runtime.ExceptionServices;

namespace Microsoft.ML.Quantization.Common;

/// <summary>Errors out of parallel loops, as callers know them.</summary>
internal static class FirstError
{
    /// <summary>Runs a loop. Of the errors that it gathers the first is thrown as it was.</summary>
    /// <param name="loop">The loop.</param>
    public static void Of(Action loop)
    {
        try
        {
            loop();
        }
        catch (AggregateException error) when (error.Flatten().InnerExceptions is [var first, ..])
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }
}
