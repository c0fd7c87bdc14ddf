namespace Microsoft.ML.Quantization.Tests;

/// <summary>One exception of the expected type, whose message names what the user has to know.</summary>
internal static class ErrorAssert
{
    public static T Throws<T>(Action action, params ReadOnlySpan<string> parts)
        where T : Exception
    {
        T error = Assert.ThrowsExactly<T>(action);
        Names(error.Message, parts);
        return error;
    }

    public static void Names(string message, params ReadOnlySpan<string> parts)
    {
        foreach (string part in parts)
        {
            StringAssert.Contains(message, part);
        }
    }
}
