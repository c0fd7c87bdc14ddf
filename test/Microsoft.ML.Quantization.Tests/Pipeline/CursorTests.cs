using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Contract;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

[TestClass]
public sealed class CursorTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void SourceThatCanBeReadOnce_IsReadOnce()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var data = PipelineData.Table(_context, 40, 6);
        using var transformer = StandInQuantizer.Estimator(_context, file.Path, new QuantizationOptions { BatchSize = 7 }).Fit(data);
        var source = _context.Data.CreateEnumerable<PipelineData.TableRow>(data, reuseRowObject: false).ToArray();
        int reads = 0;
        IEnumerable<PipelineData.TableRow> Once()
        {
            reads++;
            foreach (var row in source)
            {
                yield return row;
            }
        }

        string[] rows = ViewRows.Read(transformer.Transform(PipelineData.Table(_context, Once(), 6)));
        CollectionAssert.AreEqual(ViewRows.Read(transformer.Transform(data)), rows);
        Assert.AreEqual(1, reads);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(1)]
    public void SteadyState_AllocatesNothingPerRow(int? batchSize)
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var data = _context.Data.Cache(PipelineData.Table(_context, 3000, 6));
        using var transformer = StandInQuantizer.Estimator(_context, file.Path, new QuantizationOptions { BatchSize = batchSize }).Fit(data);
        var view = transformer.Transform(data);
        using var cursor = view.GetRowCursor([view.Schema["y"]]);
        var get = cursor.GetGetter<VBuffer<float>>(view.Schema["y"]);
        VBuffer<float> value = default;
        for (int i = 0; i < 1100; i++)
        {
            cursor.MoveNext();
            get(ref value);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 900; i++)
        {
            cursor.MoveNext();
            get(ref value);
        }

        Assert.IsTrue(GC.GetAllocatedBytesForCurrentThread() - before < 900, $"{GC.GetAllocatedBytesForCurrentThread() - before} bytes for 900 rows.");
    }
}
