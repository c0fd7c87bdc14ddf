using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Tests.Contract;

/// <summary>Lazy, column-pruned cursors that give the same bits however the rows are read.</summary>
internal static class CursorContract
{
    public static void Check(MLContext context, ITransformer transformer, IDataView data, string[] inputs, string[] outputs)
    {
        CheckAsked(transformer, data, inputs, outputs);
        CheckColumns(transformer.Transform(data), outputs);
        CheckOrders(context, transformer, data, outputs);
    }

    private static void CheckAsked(ITransformer transformer, IDataView data, string[] inputs, string[] outputs)
    {
        var spy = new SpyView(data);
        var view = transformer.Transform(spy);
        Assert.AreEqual(0, spy.Cursors, "Transform opens no cursor.");
        Assert.AreEqual(data.GetRowCount(), view.GetRowCount());
        Assert.AreEqual(data.CanShuffle, view.CanShuffle);
        string[] rows = ViewRows.Read(view, "Id");
        CollectionAssert.AreEqual(new[] { "Id" }, spy.Asked.ToArray(), "A passed-through column needs nothing else.");
        CollectionAssert.AreEqual(ViewRows.Read(data, "Id"), rows);
        foreach (string output in outputs)
        {
            spy.Asked.Clear();
            ViewRows.Read(view, output);
            CollectionAssert.AreEquivalent(inputs, spy.Asked.ToArray(), "An output needs the inputs.");
        }

        Assert.AreEqual(1 + outputs.Length, spy.Cursors, "A cursor reads the source once.");
    }

    private static void CheckColumns(IDataView view, string[] outputs)
    {
        using var cursor = view.GetRowCursor([view.Schema["Id"]]);
        Assert.IsTrue(cursor.IsColumnActive(view.Schema["Id"]));
        Assert.IsFalse(cursor.IsColumnActive(view.Schema[outputs[0]]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<VBuffer<float>>(view.Schema[outputs[0]]));
        using var scored = view.GetRowCursor([view.Schema[outputs[0]]]);
        Assert.ThrowsExactly<InvalidOperationException>(() => scored.GetGetter<ReadOnlyMemory<char>>(view.Schema[outputs[0]]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => scored.GetGetter<int>(view.Schema["Id"]));
    }

    private static void CheckOrders(MLContext context, ITransformer transformer, IDataView data, string[] outputs)
    {
        string[] columns = ["Id", .. outputs];
        var view = transformer.Transform(data);
        string[] rows = ViewRows.Read(view, columns);
        Assert.AreEqual(ViewRows.Read(data, "Id").Length, rows.Length);
        CollectionAssert.AreEqual(rows, ViewRows.Read(view, columns), "A second cursor gives the same rows.");
        CollectionAssert.AreEqual(rows, ViewRows.ReadMapped(transformer, data, columns), "Rows one by one are those of the view.");
        CollectionAssert.AreEquivalent(rows, ViewRows.ReadParallel(view, 4, columns), "Parallel cursors give every row once.");
        CollectionAssert.AreEquivalent(rows, ViewRows.Read(context.Data.ShuffleRows(view, seed: 3), columns), "Shuffled after.");
        CollectionAssert.AreEquivalent(rows, ViewRows.Read(transformer.Transform(context.Data.ShuffleRows(data, seed: 3)), columns), "Shuffled before.");
        CollectionAssert.AreEqual(rows, ViewRows.Read(context.Data.Cache(view), columns), "Cached.");
        CollectionAssert.AreEqual(rows[1..^1], ViewRows.Read(context.Data.TakeRows(context.Data.SkipRows(view, 1), rows.Length - 2), columns), "Skipped and taken.");
        CollectionAssert.AreEqual(ViewRows.Read(data), ViewRows.Read(view, [.. data.Schema.Select(column => column.Name)]), "Columns pass through as they were.");
    }
}
