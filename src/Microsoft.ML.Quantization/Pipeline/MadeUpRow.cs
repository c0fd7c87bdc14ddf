using System.Globalization;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>A row of random values, for trying a model out where there is no data.</summary>
internal static class MadeUpRow
{
    /// <summary>Real numbers between 0 and 1; whole numbers are 0 or 1, as ids, masks and flags may be in any model.</summary>
    public static TensorValue[] Create(BoundInput[] inputs, int seed)
    {
        var random = new Random(seed);
        return Array.ConvertAll(inputs, input => Value(input, random));
    }

    private static TensorValue Value(BoundInput input, Random random)
    {
        if (input.Column.Tensor.Type == TensorProto.Types.DataType.String)
        {
            string[] texts = [.. Enumerable.Repeat("", input.FixedSize)];
            return new TensorValue(input.Column.Tensor.Name, texts, [.. input.RowShape.Select(size => Math.Abs(size))]);
        }

        var type = ItemTypes.Map(input.Column.Tensor.Type).RawType;
        bool real = type == typeof(float) || type == typeof(double);
        var values = Array.CreateInstance(type, input.FixedSize);
        for (int i = 0; i < values.Length; i++)
        {
            values.SetValue(Convert.ChangeType(real ? random.NextDouble() : random.Next(2), type, CultureInfo.InvariantCulture), i);
        }

        return new TensorValue(input.Column.Tensor.Name, values, [.. input.RowShape.Select(size => Math.Abs(size))]);
    }
}
