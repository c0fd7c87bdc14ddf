using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.Tests.Handlers;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>Rows of numbers with targets that are functions of them, and two dense layers with random weights that know nothing of these.</summary>
internal static class DenseData
{
    public const int Size = 8;
    public const int Quantities = 3;

    public static ModelBuilder Layers(int outputs) => new ModelBuilder(17)
        .Input("x", -1, Size)
        .Made("a", Size, 16)
        .Made("b", 16)
        .Made("c", 16, outputs)
        .Made("d", outputs)
        .Node("Gemm", "x a b", "first")
        .Node("Relu", "first", "hidden")
        .Node("Gemm", "hidden c d", "scores");

    /// <summary>A model of one or more quantities.</summary>
    public static ModelBuilder Regression(int outputs) => Layers(outputs).Output("scores");

    /// <summary>A model of the probability of the second of two classes.</summary>
    public static ModelBuilder Binary() => Layers(1).Node("Sigmoid", "scores", "probability").Output("probability");

    public static string Save(ModelBuilder model, TemporaryFolder folder)
    {
        string path = folder.File("model.onnx");
        OnnxModelWriter.Save(model.Model(), path);
        return path;
    }

    public static Row[] Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new Row { Id = i, X = [.. Enumerable.Range(0, Size).Select(_ => (random.NextSingle() * 2) - 1)] })];
    }

    internal sealed class Row
    {
        public int Id { get; set; }

        [ColumnName("x")]
        [VectorType(Size)]
        public float[] X { get; set; } = [];

        public float Quantity => 1 + X[0] - (2 * X[1]) + MathF.Abs(X[2]);

        [VectorType(Quantities)]
        public float[] Several => [Quantity, X[3], X[4] - X[5]];

        [VectorType(Quantities)]
        public double[] SeveralDoubles => Array.ConvertAll(Several, value => (double)value);

        public bool IsLarge => Quantity > 1.5f;
    }
}
