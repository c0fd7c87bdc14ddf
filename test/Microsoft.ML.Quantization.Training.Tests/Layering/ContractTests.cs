namespace Microsoft.ML.Quantization.Training.Tests.Layering;

/// <summary>
/// What training uses of the main library's internals. Both are versioned together, so that these may change; the list keeps the seam small and in sight.
/// </summary>
[TestClass]
public sealed class ContractTests
{
    private const string Prefix = "Microsoft.ML.Quantization.";

    private static readonly Dictionary<string, string> Contracts = new(StringComparer.Ordinal)
    {
        // What is quantized, and what becomes of it.
        ["Quantizing.ObservedModel"] = "The FP32 model and its one calibration pass, which a training starts from.",
        ["Quantizing.CalibratedModel"] = "What would be written without training, and is where nothing can be trained.",
        ["Quantizing.ModelForTraining"] = "What is rounded, where scales start, and how the trained model is written.",
        ["Quantizing.WeightsForTraining"] = "The same for the weights of a node.",
        ["Numerics.QuantizationParameters"] = "Where the scale of an activation starts.",
        ["Quantizing.QuantizationResult"] = "The INT8 model that comes out.",
        ["Quantizing.CandidateContext"] = "What a training that is compared with others shares with them.",
        ["Common.IQuantizationProgress"] = "Messages and warnings.",

        // The model as a graph that is run in TorchSharp.
        ["Onnx.OnnxModel"] = "The prepared model, its weights in memory or on disk.",
        ["Onnx.ModelProto"] = "The ONNX format.",
        ["Onnx.GraphProto"] = "The ONNX format.",
        ["Onnx.NodeProto"] = "The ONNX format.",
        ["Onnx.AttributeProto"] = "The ONNX format.",
        ["Onnx.TensorProto"] = "The ONNX format.",
        ["Onnx.TensorShapeProto"] = "The ONNX format.",
        ["Onnx.TypeProto"] = "The ONNX format.",
        ["Onnx.ValueInfoProto"] = "The ONNX format.",
        ["Onnx.GraphIndex"] = "Who makes and who reads a tensor: which constants are trained.",
        ["Onnx.WeightedNodes"] = "Which nodes have weights, and by what factors they count.",
        ["Onnx.NodeAttributes"] = "What a handler asks its node.",
        ["Onnx.Opset"] = "What an operator means depends on it.",
        ["Onnx.ElementTypes"] = "Names of types in messages.",
        ["Onnx.TensorData"] = "Values of constants, read and written.",
        ["Onnx.TensorChecks"] = "How many values a constant has.",
        ["Rewriting.ConstantNodes"] = "The value of a node Constant, in each of its forms.",
        ["Numerics.ChannelMagnitudes"] = "The largest weight of each channel, as the written model finds it.",

        // The rows that it learns from, and the check of what was written.
        ["Onnx.TensorValue"] = "An input of a row.",
        ["Onnx.SampleRun"] = "Runs the INT8 model on rows, to compare it with the trained module.",
        ["Onnx.RunSettings"] = "Comes with it.",
        ["Evaluation.LabelledRow"] = "A row with its label.",
        ["Pipeline.FittedRows"] = "What a candidate is fitted to, and how columns feed the model.",
        ["Pipeline.ILearnsFromRows"] = "How a candidate asks for it.",
        ["Pipeline.LearnableRows"] = "Rows of a data view, with labels.",
        ["Columns.LabelColumn"] = "The column with the labels, and whether they are classes.",

        // Files, and errors of others.
        ["Onnx.AtomicFile"] = "A checkpoint is written whole or not at all.",
        ["Common.RegularFile"] = "A checkpoint is read from no pipe and no device.",
        ["Common.BoundedStream"] = "Comes with it.",
        ["Common.ForeignErrors"] = "Errors of ML.NET and of files in the words of this library.",
    };

    [TestMethod]
    public void Training_UsesOnlyTheInternalsThatAreStated()
    {
        string[] used = [.. InternalContracts.Used(typeof(QuantizationAwareEstimator).Assembly, typeof(OnnxQuantizationEstimator).Assembly).Select(name => name[Prefix.Length..])];
        Assert.AreEqual("", string.Join(", ", used.Except(Contracts.Keys)), "Used, but not stated: state it with its reason, or ask for it through a type that is stated.");
        Assert.AreEqual("", string.Join(", ", Contracts.Keys.Except(used)), "Stated, but no longer used.");
    }
}
