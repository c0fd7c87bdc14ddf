namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Checks that a calibration table that was made earlier has all that a quantization needs.</summary>
internal static class SavedCalibration
{
    private const string Remedy = "or fit without CalibrationTable to make a new one";

    /// <param name="table">The table.</param>
    /// <param name="isEqualized">Whether it is used with equalized weights.</param>
    /// <exception cref="InvalidOperationException">It was made with the other form of the model.</exception>
    public static void EnsureOfForm(CalibrationTable table, bool isEqualized)
    {
        if (table.IsEqualized != isEqualized)
        {
            throw new InvalidOperationException(
                $"The calibration table was made {(table.IsEqualized ? "with" : "without")} CrossLayerEqualization, which changes the ranges. Set CrossLayerEqualization to {(table.IsEqualized ? "true" : "false")}, {Remedy}.");
        }
    }

    /// <param name="table">The table.</param>
    /// <param name="tensors">The tensors that need a range.</param>
    /// <param name="means">The tensors whose channel means are needed.</param>
    /// <exception cref="InvalidOperationException">Something is missing.</exception>
    public static void EnsureComplete(CalibrationTable table, IEnumerable<string> tensors, IEnumerable<string> means)
    {
        foreach (string name in tensors.Where(name => !table.TryGetTensor(name, out _)))
        {
            throw new InvalidOperationException(
                $"The calibration table has no range of tensor '{name}', which is quantized with these options. Use the ExcludedNodes, ExcludedOperators and OnlyWhereFaster that the table was made with, {Remedy}.");
        }

        foreach (string name in means.Where(name => !table.ChannelMeans.ContainsKey(name)))
        {
            throw new InvalidOperationException(
                $"The calibration table has no channel means of tensor '{name}', which bias correction needs: it was made with other options. Set BiasCorrection to false, use the options that the table was made with, {Remedy}.");
        }
    }
}
