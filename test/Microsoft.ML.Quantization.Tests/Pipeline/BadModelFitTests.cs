using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Tests.Pipeline.PipelineModels;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Models that cannot be quantized, given to the pipeline step: one clear error each.</summary>
[TestClass]
public sealed class BadModelFitTests : IDisposable
{
    private readonly MLContext _context = new(1);
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Quantize_OfAFileThatIsNoModel_NamesIt()
    {
        byte[] whole = Dense(6, 4, "N").ToByteArray();
        foreach (byte[] content in new[] { [], "not a model"u8.ToArray(), whole[..(whole.Length / 2)] })
        {
            string path = _folder.Write(content);
            ErrorAssert.Throws<InvalidDataException>(() => _context.Transforms.Quantize(path), path);
        }
    }

    [TestMethod]
    public void Quantize_OfAModelWithACycle_NamesItAndANode()
    {
        var model = Dense(6, 4, "N");
        model.Graph.Node[0].Input[2] = "z";
        model.Graph.Node[0].Name = "first";
        string path = _folder.Write(model);
        ErrorAssert.Throws<InvalidDataException>(() => _context.Transforms.Quantize(path), path, "cycle", "'first'");
    }

    [TestMethod]
    public void Fit_OfAModelWithAnUnknownOperator_NamesIt()
    {
        var model = Dense(6, 4, "N");
        model.Graph.Node[1].OpType = "Levitate";
        Refused<NotSupportedException>(model, PipelineData.Table(_context, 9, 6), "'Levitate'", _folder.Path);
    }

    [TestMethod]
    public void Quantize_OfAModelWhoseOutputsNeedNoInput_NamesThem()
    {
        var model = new ModelBuilder(13).Input("x", -1, 3).Weights("w", [1f, 2f, 3f], 1, 3).Node("Relu", "w", "y").Output("y").Build();
        string path = _folder.Write(model);
        ErrorAssert.Throws<NotSupportedException>(() => _context.Transforms.Quantize(path), path, "y", "no input");
    }

    [TestMethod]
    public void Fit_OfAQuantizedModel_SaysSo()
    {
        using (var transformer = Fit(Dense(6, 4, "N"), PipelineData.Table(_context, 9, 6)))
        {
            transformer.SaveOnnx(_folder.File("m.onnx"));
        }

        ErrorAssert.Throws<NotSupportedException>(
            () => _context.Transforms.Quantize(_folder.File("m.onnx")).Fit(PipelineData.Table(_context, 9, 6)), "already quantized", "QuantizeLinear", _folder.Path);
    }

    [TestMethod]
    public void Fit_OfWeightsThatAreNotFinite_NamesThem()
    {
        var model = Dense(6, 4, "N");
        float[] weights = TensorData.Floats(model.Graph.Initializer[0]);
        weights[7] = float.PositiveInfinity;
        model.Graph.Initializer[0] = TensorData.Create<float>("w", weights, [6, 4]);
        Refused<InvalidDataException>(model, PipelineData.Table(_context, 9, 6), "'w'", "index 7", "Gemm");
    }

    [TestMethod]
    public void Fit_OfAModelWithNothingToQuantize_WarnsAndScoresAsBefore()
    {
        var messages = new LogMessages(_context);
        var data = PipelineData.Table(_context, 9, 6);
        using var transformer = Fit(Unary("Softmax", TensorProto.Types.DataType.Float, "N", 6), data);
        using var stock = _context.Transforms.ApplyOnnxModel(_folder.File("m.onnx")).Fit(data);
        StringAssert.Contains(messages.Warnings.Single(), "no node that can run in INT8");
        CollectionAssert.AreEqual(Contract.ViewRows.Read(stock.Transform(data), "y"), Contract.ViewRows.Read(transformer.Transform(data), "y"));
    }

    private void Refused<T>(ModelProto model, IDataView data, params string[] parts)
        where T : Exception => ErrorAssert.Throws<T>(() => Fit(model, data), parts);

    private QuantizedOnnxTransformer Fit(ModelProto model, IDataView data, QuantizationOptions? options = null) =>
        _context.Transforms.Quantize(_folder.Write(model), options ?? QuantizerRun.Everything).Fit(data);
}
