using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>Runs models on made-up inputs and compares what they give.</summary>
internal static class ModelRunner
{
    /// <summary>Runs without graph optimizations, so that the model itself is what is measured.</summary>
    public static Dictionary<string, Array> Run(OnnxModel model, Func<string, int, long[], Array>? input = null, int seed = 1, int freeDimension = 2)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            IntraOpNumThreads = 1,
        };
        using InferenceSession session = model.OpenSession(options);
        List<NamedOnnxValue> inputs = [.. session.InputMetadata.Select(entry => Make(entry.Key, entry.Value, input, seed, freeDimension))];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run(inputs);
        return outputs.ToDictionary(output => output.Name, Copy);
    }

    /// <summary>Both models give the same outputs for the same inputs, floats to within <paramref name="tolerance"/> of the largest.</summary>
    public static void AssertSame(OnnxModel expected, OnnxModel actual, double tolerance = 1e-6, Func<string, int, long[], Array>? input = null, int freeDimension = 2)
    {
        Dictionary<string, Array> want = Run(expected, input, freeDimension: freeDimension);
        Dictionary<string, Array> have = Run(actual, input, freeDimension: freeDimension);
        CollectionAssert.AreEqual(want.Keys, have.Keys);
        foreach ((string name, Array values) in want)
        {
            Assert.AreEqual(values.Length, have[name].Length, name);
            if (values is not float[] floats)
            {
                CollectionAssert.AreEqual(values, have[name], name);
                continue;
            }

            double scale = floats.Where(float.IsFinite).Select(v => (double)Math.Abs(v)).DefaultIfEmpty(0).Max();
            for (int i = 0; i < floats.Length; i++)
            {
                float other = ((float[])have[name])[i];
                if (!floats[i].Equals(other) && !(Math.Abs(floats[i] - (double)other) <= tolerance * scale))
                {
                    Assert.Fail($"{name}[{i}]: {floats[i]:R} became {other:R}");
                }
            }
        }
    }

    private static NamedOnnxValue Make(string name, NodeMetadata metadata, Func<string, int, long[], Array>? input, int seed, int freeDimension)
    {
        int[] shape = [.. metadata.Dimensions.Select(dim => dim < 0 ? freeDimension : dim)];
        int count = shape.Aggregate(1, (product, dim) => product * dim);
        Array values = input?.Invoke(name, count, [.. shape.Select(dim => (long)dim)]) ?? Random(metadata.ElementType, count, new Random(seed));
        return values switch
        {
            float[] v => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(v, shape)),
            double[] v => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<double>(v, shape)),
            long[] v => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(v, shape)),
            int[] v => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<int>(v, shape)),
            bool[] v => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<bool>(v, shape)),
            byte[] v => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<byte>(v, shape)),
            _ => throw new ArgumentException($"No input of type {metadata.ElementType}."),
        };
    }

    private static Array Random(Type type, int count, Random random) => Type.GetTypeCode(type) switch
    {
        TypeCode.Single => Fill(count, () => (float)(random.NextDouble() * 4 - 2)),
        TypeCode.Double => Fill(count, () => random.NextDouble() * 4 - 2),
        TypeCode.Int64 => Fill(count, () => (long)random.Next(0, 2)),
        TypeCode.Int32 => Fill(count, () => random.Next(0, 2)),
        TypeCode.Byte => Fill(count, () => (byte)random.Next(0, 256)),
        TypeCode.Boolean => Fill(count, () => random.Next(0, 2) == 1),
        _ => throw new ArgumentException($"No input of type {type}."),
    };

    private static T[] Fill<T>(int count, Func<T> next) => [.. Enumerable.Range(0, count).Select(_ => next())];

    private static Array Copy(DisposableNamedOnnxValue output) => output.Value switch
    {
        Tensor<float> tensor => tensor.ToArray(),
        Tensor<double> tensor => tensor.ToArray(),
        Tensor<long> tensor => tensor.ToArray(),
        Tensor<int> tensor => tensor.ToArray(),
        Tensor<bool> tensor => tensor.ToArray(),
        Tensor<byte> tensor => tensor.ToArray(),
        Tensor<sbyte> tensor => tensor.ToArray(),
        _ => throw new ArgumentException($"No output of type {output.Value.GetType()}."),
    };
}
