using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Finds the row that a batch failed for, by running its rows one by one.</summary>
internal static class FailingRow
{
    /// <param name="model">The model.</param>
    /// <param name="session">Its session.</param>
    /// <param name="inputs">The inputs, with the rows in them.</param>
    /// <param name="lengths">How long a row of each input is.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="position">Where in the data each is.</param>
    /// <param name="error">What came of all of them together.</param>
    public static InvalidOperationException Error(
        ScoringModel model, InferenceSession session, InputTensor[] inputs, int[] lengths, int rows, Func<int, long> position, OnnxRuntimeException error)
    {
        (string, string)[] columns = Array.ConvertAll(inputs, input => (input.Input.Column.Name, input.Input.Column.Name));
        for (int slot = 0; slot < rows && rows > 1; slot++)
        {
            if (Run(model, session, inputs, lengths, slot) is { } own)
            {
                return RunErrors.Create(model.Portable, columns, $"row {position(slot)}", own);
            }
        }

        return RunErrors.Create(model.Portable, columns, rows == 1 ? $"row {position(0)}" : $"rows {position(0)} to {position(rows - 1)} together", error);
    }

    private static OnnxRuntimeException? Run(ScoringModel model, InferenceSession session, InputTensor[] inputs, int[] lengths, int slot)
    {
        var distinct = inputs.Select((input, i) => (input.Input.Column.Name, i)).DistinctBy(pair => pair.Name).ToArray();
        OrtValue[] values = [.. distinct.Select(pair => inputs[pair.i].One(slot, lengths[pair.i]))];
        try
        {
            using var options = new RunOptions();
            session.Run(options, [.. distinct.Select(pair => pair.Name)], values, [.. model.Outputs.Select(output => output.Column.GraphName)]).Dispose();
            return null;
        }
        catch (OnnxRuntimeException e)
        {
            return e;
        }
        finally
        {
            Array.ForEach(values, value => value.Dispose());
        }
    }
}
