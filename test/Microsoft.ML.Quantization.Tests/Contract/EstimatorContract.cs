namespace Microsoft.ML.Quantization.Tests.Contract;

/// <summary>
/// What ML.NET expects of an estimator and of the transformer it gives, whatever they compute. Every estimator of this library
/// goes through it.
/// </summary>
internal static class EstimatorContract
{
    /// <param name="context">The context the estimator was made in.</param>
    /// <param name="estimator">The estimator.</param>
    /// <param name="data">Data that fits it; a column <c>Id</c> tells its rows apart.</param>
    /// <param name="inputs">The columns that the estimator reads.</param>
    /// <param name="outputs">The columns it adds.</param>
    /// <param name="invalid">Data that does not fit it.</param>
    public static void Check<T>(MLContext context, IEstimator<T> estimator, IDataView data, string[] inputs, string[] outputs, params IDataView[] invalid)
        where T : class, ITransformer => CheckReading(1, context, estimator, data, inputs, outputs, invalid);

    /// <summary>The same of an estimator whose Fit reads its input a number of times.</summary>
    public static void CheckReading<T>(int times, MLContext context, IEstimator<T> estimator, IDataView data, string[] inputs, string[] outputs, params IDataView[] invalid)
        where T : class, ITransformer
    {
        var spy = new SpyView(data);
        var transformer = CheckFit(estimator, spy, inputs);
        Assert.AreEqual(times, spy.Cursors, "Fit reads its input as often as it says.");
        Check(context, estimator, transformer, data, inputs, outputs, invalid);
    }

    /// <summary>As <c>Check</c>, for an estimator that reads its input anew for every epoch, and labels with it.</summary>
    public static void CheckTraining<T>(
        MLContext context, IEstimator<T> estimator, IDataView data, string[] inputs, string? label, string[] outputs, params IDataView[] invalid)
        where T : class, ITransformer
    {
        var transformer = CheckFit(estimator, new SpyView(data), label == null ? inputs : [.. inputs, label]);
        Check(context, estimator, transformer, data, inputs, outputs, invalid);
    }

    private static void Check<T>(MLContext context, IEstimator<T> estimator, T transformer, IDataView data, string[] inputs, string[] outputs, IDataView[] invalid)
        where T : class, ITransformer
    {
        SchemaContract.Check(estimator, transformer, data, outputs, invalid);
        CursorContract.Check(context, transformer, data, inputs, outputs);
        SaveContract.Check(context, transformer, data, outputs);
        CheckDisposed(transformer, data, outputs);
    }

    private static T CheckFit<T>(IEstimator<T> estimator, SpyView spy, string[] columns)
        where T : class, ITransformer
    {
        var transformer = estimator.Fit(spy);
        CollectionAssert.AreEquivalent(columns, spy.Asked.ToArray(), "Fit reads the columns it needs and no others.");
        return transformer;
    }

    private static void CheckDisposed(ITransformer transformer, IDataView data, string[] outputs)
    {
        if (transformer is not IDisposable disposable)
        {
            return;
        }

        var view = transformer.Transform(data);
        string[] before = ViewRows.Read(view, outputs);
        using (var open = view.GetRowCursor(view.Schema))
        {
            var cell = CellReader.Create(open, view.Schema[outputs[0]]);
            Assert.IsTrue(open.MoveNext());
            disposable.Dispose();
            int rows = 1;
            for (cell(); open.MoveNext(); rows++)
            {
                cell();
            }

            Assert.AreEqual(before.Length, rows, "A cursor that is open when its transformer is disposed of runs to its end.");
        }

        disposable.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => transformer.Transform(data));
        Assert.ThrowsExactly<ObjectDisposedException>(() => transformer.GetRowToRowMapper(data.Schema));
        Assert.ThrowsExactly<ObjectDisposedException>(() => view.GetRowCursor(view.Schema));
    }
}
