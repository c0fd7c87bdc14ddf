using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// Tries out whether a model with a free first dimension treats stacked rows one by one. Some do not: a reshape may have the
/// exported batch baked in, or a reduction may run over the batch.
/// </summary>
internal static class BatchTrial
{
    /// <summary>What stands against stacking rows, or <see langword="null"/>.</summary>
    /// <param name="model">The model, opened to take stacked rows.</param>
    /// <param name="samples">Two rows of one shape to try it with; made-up rows take the place of those that are missing.</param>
    /// <param name="settings">What ends a run.</param>
    public static string? Refusal(ScoringModel model, IReadOnlyList<TensorValue[]> samples, RunSettings settings = default)
    {
        if (ModelWalker.Nodes(model.Original.Proto).Any(node => node.OpType.StartsWith("DynamicQuantize", StringComparison.Ordinal)))
        {
            // Two rows of one range would not show it.
            return "it quantizes activations when it runs, by the range of all rows of a batch together";
        }

        var first = samples.Count > 0 ? samples[0] : MadeUpRow.Create(model.Inputs, seed: 1);
        var second = samples.Count > 1 ? samples[1] : samples.Count > 0 ? null : MadeUpRow.Create(model.Inputs, seed: 2);
        using var guard = new RunGuard(model.Original, settings);
        try
        {
            byte[][] alone = Run(model, guard, first, first, row: 0);
            byte[][] beside = Run(model, guard, first, second, row: 0);
            byte[][] behind = Run(model, guard, second, first, row: 1);
            bool same = alone.Zip(beside).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second))
                && Run(model, guard, first, first, row: 1).Zip(behind).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
            return same ? null : "the result of a row depends on the rows beside it";
        }
        catch (OnnxRuntimeException e)
        {
            return $"ONNX Runtime refuses two rows at once ({OnnxRuntimeErrors.Shown(e)})";
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }

    /// <summary>The outputs of one of two stacked rows; a row that is not given is zero.</summary>
    private static byte[][] Run(ScoringModel model, RunGuard guard, TensorValue[]? first, TensorValue[]? second, int row)
    {
        using var lease = model.Session.Acquire();
        InputTensor[] inputs = [.. model.Inputs.Select(InputTensor.Create)];
        try
        {
            Fill(inputs, first, second);
            string[] names = [.. inputs.Select(input => input.Input.Column.Name)];
            string[] outputs = [.. model.Outputs.Select(output => output.Column.GraphName)];
            var distinct = names.Select((name, i) => (name, i)).DistinctBy(pair => pair.name).ToArray();
            using var values = guard.Run(
                run => lease.Session.Run(run, [.. distinct.Select(pair => pair.name)], [.. distinct.Select(pair => inputs[pair.i].Value)], outputs), rows: 2);
            return [.. values.Select((value, i) => Half(value, model.Outputs[i], row))];
        }
        finally
        {
            Array.ForEach(inputs, input => input.Dispose());
        }
    }

    private static void Fill(InputTensor[] inputs, TensorValue[]? first, TensorValue[]? second)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            int length = (first ?? second)?[i].Values.Length ?? inputs[i].Input.FixedSize;
            inputs[i].Reserve(2, length);
            inputs[i].Put(0, first?[i].Values, length);
            inputs[i].Put(1, second?[i].Values, length);
            inputs[i].Resize(2, length);
        }
    }

    private static byte[] Half(OrtValue value, BoundOutput output, int row)
    {
        long[] shape = value.GetTensorTypeAndShape().Shape;
        if (shape.Length == 0 || shape[0] != 2 || (output.RowSize >= 0 && shape.Aggregate(1L, (product, size) => product * size) != 2L * output.RowSize))
        {
            throw new InvalidDataException($"output '{output.Column.Tensor.Name}' has shape [{string.Join(", ", shape)}] for two rows");
        }

        if (output.Column.Tensor.Type == TensorProto.Types.DataType.String)
        {
            string[] texts = value.GetStringTensorAsArray();
            return JsonSerializer.SerializeToUtf8Bytes(texts.AsMemory(row * texts.Length / 2, texts.Length / 2));
        }

        var bytes = value.GetTensorMutableRawData();
        return bytes.Slice(row * bytes.Length / 2, bytes.Length / 2).ToArray();
    }
}
