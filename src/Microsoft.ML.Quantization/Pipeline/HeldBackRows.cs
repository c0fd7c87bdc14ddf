namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Which rows of the data are held back from calibration to validate on: every other one, so that data in any order is split alike.</summary>
internal static class HeldBackRows
{
    public static bool Contains(long row) => row % 2 == 1;
}
