using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static Microsoft.ML.Quantization.Tests.Pipeline.PipelineModels;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Outputs that are sequences or maps, as ZipMap of scikit-learn's classifiers makes, are left alone.</summary>
[TestClass]
public sealed class SequenceOutputTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void WithoutNames_TheyAreLeftOut()
    {
        var messages = new LogMessages(_context);
        using var file = new ModelFile(Zipped());
        var data = PipelineData.Table(_context, 60, 6);
        using var model = _context.Transforms.Quantize(file.Path, QuantizerRun.Everything).Fit(data);
        messages.AssertHolds("'chances'", "left out", "a sequence of maps from int64 to float");
        CollectionAssert.AreEqual(new[] { "y" }, model.GetOutputSchema(data.Schema).Skip(data.Schema.Count).Select(column => column.Name).ToArray());
        Assert.IsTrue(model.Report!.Nodes.Any(node => node.IsQuantized));
        Assert.AreEqual(60, _context.Quantization().Evaluate(data, model).Rows);
        SaveContract.Check(_context, model, data, ["y"]);
        CollectionAssert.AreEqual(new[] { "y", "chances" }, model.Model.Original.Graph.Output.Select(output => output.Name).ToArray(), "The file has both.");
    }

    [TestMethod]
    public void ByName_OthersAreTaken()
    {
        using var file = new ModelFile(Zipped());
        var data = PipelineData.Table(_context, 60, 6);
        EstimatorContract.Check(_context, StandInQuantizer.Estimator(_context, ["Scores"], ["x"], file.Path), data, ["x"], ["Scores"]);
        ErrorAssert.Throws<NotSupportedException>(() => _context.Transforms.Quantize(["chances"], ["x"], file.Path), "'chances'", file.Path, "a sequence of maps", "leave it out", "are y.", "ZipMap");
    }

    [TestMethod]
    public void ModelOfNothingElse_IsRefused()
    {
        var model = Zipped();
        model.Graph.Output.RemoveAt(0);
        using var file = new ModelFile(model);
        ErrorAssert.Throws<NotSupportedException>(() => _context.Transforms.Quantize(file.Path), "'chances'", "no output that is a tensor");
    }

    [TestMethod]
    public void ClassifierOfScikitLearn_IsTaken()
    {
        string file = Path.Combine(SharedAssets.Case("mlnet"), "sequence-output", "skl_zip.onnx");
        int size = (int)ModelProto.Parser.ParseFrom(File.ReadAllBytes(file)).Graph.Input[0].Type.TensorType.Shape.Dim[1].DimValue;
        var columns = PipelineData.TableColumns(size);
        columns["x"].ColumnName = "float_input";
        var random = new Random(4);
        var data = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new PipelineData.TableRow { Id = i, X = PipelineData.Floats(random, size) }).ToArray(), columns);
        using var model = _context.Transforms.Quantize(file, QuantizerRun.Everything).Fit(data);
        Assert.HasCount(60, ViewRows.Read(model.Transform(data), "output_label"));
        SaveContract.Check(_context, model, data, ["output_label"]);
        using var named = _context.Transforms.Quantize(["label"], ["float_input"], file, QuantizerRun.Everything).Fit(data);
        CollectionAssert.AreEqual(ViewRows.Read(model.Transform(data), "output_label"), ViewRows.Read(named.Transform(data), "label"));
    }

    private static ModelProto Zipped()
    {
        var model = Dense(6, 4, "N");
        model.Graph.Node.Add(ModelBuilder.MakeNode("Softmax", "g", "p", ("axis", 1)));
        model.Graph.Node.Add(ModelBuilder.MakeNode("ai.onnx.ml:ZipMap", "p", "chances", ("classlabels_int64s", new[] { 0, 1, 2, 3 })));
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 1 });
        model.Graph.Output.RemoveAt(1);
        var map = new TypeProto.Types.Map { KeyType = (int)DataType.Int64, ValueType = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = new TensorShapeProto() } } };
        model.Graph.Output.Add(new ValueInfoProto { Name = "chances", Type = new TypeProto { SequenceType = new TypeProto.Types.Sequence { ElemType = new TypeProto { MapType = map } } } });
        return model;
    }
}
