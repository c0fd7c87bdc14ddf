namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>What libtorch says of an error, without the stack of native functions that follows it.</summary>
internal static class LibTorchErrors
{
    private const int Longest = 500;

    /// <returns>The first line of the message, without a full stop.</returns>
    public static string Describe(Exception error)
    {
        string line = error.Message.AsSpan().TrimStart().ToString().Split('\n', 2)[0].TrimEnd('.', ' ', '\r');
        return line.Length <= Longest ? line : $"{line[..Longest]}...";
    }
}
