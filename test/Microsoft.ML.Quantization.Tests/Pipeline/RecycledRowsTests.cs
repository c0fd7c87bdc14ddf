using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Calibration rows share their arrays; nothing that outlives a row may be written over.</summary>
[TestClass]
public sealed class RecycledRowsTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void RowsGivenBack_AreUsedAgain()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var arrays = new HashSet<Array>(ReferenceEqualityComparer.Instance);
        QuantizationResult Run(string model, IEnumerable<TensorValue[]> rows, QuantizationOptions options, IQuantizationProgress progress)
        {
            foreach (var row in rows)
            {
                arrays.Add(row[0].Values);
                ((IRecycledRows)rows).Recycle(row);
            }

            return StandInQuantizer.Run(model, [], options, progress);
        }

        using var transformer = new OnnxQuantizationEstimator(_context.Transforms, file.Path, null, null, null) { Quantizer = Run }.Fit(PipelineData.Table(_context, 50, 6));
        Assert.AreEqual(3, arrays.Count, "Two rows are kept to try out a batch, the others share one array.");
    }

    [TestMethod]
    public void RowsOfOtherLengths_GetArraysOfTheirOwn()
    {
        var model = PipelineModels.Model(
            [PipelineModels.Value("Ids", TensorProto.Types.DataType.Int64, "N", "L")], [PipelineModels.Value("y", TensorProto.Types.DataType.Int64, "N", "L")],
            Onnx.ModelBuilder.MakeNode("Abs", "Ids", "y"));
        using var file = new ModelFile(model);
        var read = new List<long[]>();
        QuantizationResult Run(string path, IEnumerable<TensorValue[]> rows, QuantizationOptions options, IQuantizationProgress progress)
        {
            foreach (var row in rows)
            {
                read.Add([.. (long[])row[0].Values]);
                CollectionAssert.AreEqual(new long[] { 1, row[0].Values.Length }, row[0].Shape);
                ((IRecycledRows)rows).Recycle(row);
            }

            return StandInQuantizer.Run(path, [], options, progress);
        }

        var data = PipelineData.Sequences(_context, 40);
        using var transformer = new OnnxQuantizationEstimator(_context.Transforms, file.Path, null, null, null) { Quantizer = Run }.Fit(data);
        var expected = _context.Data.CreateEnumerable<PipelineData.SequenceRow>(data, false).Select(row => row.Ids).ToArray();
        Assert.AreEqual(expected.Length, read.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            CollectionAssert.AreEqual(expected[i], read[i]);
        }
    }

    [TestMethod]
    public void Fit_GivesWhatRowsOfTheirOwnGive()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var data = PipelineData.Table(_context, 200, 6);
        using var transformer = new OnnxQuantizationEstimator(_context.Transforms, file.Path, null, null, QuantizerRun.Everything).Fit(data);
        var rows = _context.Data.CreateEnumerable<PipelineData.TableRow>(data, false).Select(row => new TensorValue[] { new("x", row.X, [1, 6]) }).ToArray();
        var expected = PostTrainingQuantizer.Run(file.Path, rows, QuantizerRun.Everything, new QuantizerRun.Messages());
        Assert.AreEqual(expected.Calibration.DataHash, transformer.Calibration!.DataHash);
        CollectionAssert.AreEqual(
            expected.Calibration.Tensors.Select(tensor => (tensor.Name, tensor.Minimum, tensor.Maximum, tensor.Low, tensor.High)).ToArray(),
            transformer.Calibration!.Tensors.Select(tensor => (tensor.Name, tensor.Minimum, tensor.Maximum, tensor.Low, tensor.High)).ToArray());
        Assert.AreEqual(expected.Report.Value.Sqnr, transformer.Report!.Sqnr, "The report runs on rows that were kept.");
    }
}
