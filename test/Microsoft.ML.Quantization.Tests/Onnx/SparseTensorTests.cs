using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>Sparse initializers are made dense when a model is read.</summary>
[TestClass]
public sealed class SparseTensorTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void ASparseWeight_IsQuantizedLikeADenseOne(bool linear)
    {
        var dense = SmallModels.Conv();
        float[] values = TensorData.Floats(dense.Graph.Initializer.Single(tensor => tensor.Name == "w"));
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i % 9 == 4 ? values[i] : 0;
        }

        var weights = dense.Graph.Initializer.Single(tensor => tensor.Name == "w");
        long[] dims = [.. weights.Dims];
        var sparse = dense.Clone();
        dense.Graph.Initializer[dense.Graph.Initializer.IndexOf(weights)] = TensorData.Create<float>("w", values, dims);
        sparse.Graph.Initializer.Remove(sparse.Graph.Initializer.Single(tensor => tensor.Name == "w"));
        sparse.Graph.SparseInitializer.Add(Sparse("w", values, dims, linear));

        var rows = QuantizerRun.Rows(16, SmallModels.Image);
        var result = QuantizerRun.Quantize(sparse, rows);
        LayerAssert.IsFused(result);
        CollectionAssert.AreEqual(
            QuantizerRun.Quantize(dense, rows).Model.Graph.Initializer.Single(tensor => tensor.Name == "w_quantized").RawData.ToByteArray(),
            result.Model.Graph.Initializer.Single(tensor => tensor.Name == "w_quantized").RawData.ToByteArray());
    }

    [TestMethod]
    public void SubgraphsHaveThemToo()
    {
        var branch = new GraphProto { Name = "branch" };
        branch.SparseInitializer.Add(Sparse("k", [0, 5, 0], [3], linear: true));
        branch.Node.Add(ModelBuilder.MakeNode("Add", "x k", "t"));
        branch.Output.Add(ModelBuilder.Value("t", TensorProto.Types.DataType.Float, null));
        var other = new GraphProto { Name = "other" };
        other.Node.Add(ModelBuilder.MakeNode("Neg", "x", "e"));
        other.Output.Add(ModelBuilder.Value("e", TensorProto.Types.DataType.Float, null));
        var model = new ModelBuilder(17).Input("x", 3).Weights("zero", [-100f]).Node("ReduceSum", "x", "sum", ("keepdims", 0)).Node("Greater", "sum zero", "ones").Node("Squeeze", "ones", "one")
            .Node("If", "one", "y", ("then_branch", branch), ("else_branch", other)).Output("y").Build();
        using var file = new Pipeline.ModelFile(model);
        using var loaded = OnnxModelReader.Load(file.Path);
        Assert.IsTrue(ModelWalker.Graphs(loaded.Graph).All(graph => graph.SparseInitializer.Count == 0));
        CollectionAssert.AreEqual(new[] { 1f, 7f, 3f }, ModelRunner.Run(loaded, (_, _, _) => new[] { 1f, 2f, 3f })["y"]);
    }

    [TestMethod]
    public void WhatContradictsItself_IsRefused()
    {
        Refused<InvalidDataException>(sparse => sparse.Indices = null, "'w'", "no indices");
        Refused<InvalidDataException>(sparse => sparse.Values = null, "no values");
        Refused<InvalidDataException>(sparse => sparse.Indices = TensorData.Create<long>("", [1, 3], 2), "'w'", "out of range");
        Refused<InvalidDataException>(sparse => sparse.Indices = TensorData.Create<long>("", [-1, 2], 2), "'w'", "out of range");
        Refused<InvalidDataException>(sparse => sparse.Indices = TensorData.Create<long>("", [2, 1], 2), "'w'", "ascending");
        Refused<InvalidDataException>(sparse => sparse.Indices = TensorData.Create<long>("", [1, 1], 2), "'w'", "ascending");
        Refused<InvalidDataException>(sparse => sparse.Indices = TensorData.Create<long>("", [0, 1, 2], 3), "'w'", "do not go together");
        Refused<InvalidDataException>(sparse => sparse.Indices = TensorData.Create<int>("", [0, 1], 2), "'w'", "do not go together");
        Refused<InvalidDataException>(sparse => sparse.Dims.Add(-4), "'w'", "dimensions");
        Refused<InvalidDataException>(sparse => sparse.Values.Name = "y", "'y'", "more than once");
        Refused<NotSupportedException>(sparse => sparse.Dims.Add(1L << 28), "'w'", "512 MB");
        Refused<NotSupportedException>(sparse => sparse.Dims.Add(1L << 50), "'w'", "512 MB");
    }

    [TestMethod]
    public void TheSample_IsQuantized()
    {
        using var loaded = OnnxModelReader.Load(SharedAssets.Case("06_sparse_initializer/model.onnx"));
        var result = QuantizerRun.Quantize(loaded.Proto, QuantizerRun.Rows(16, 1, 4, 8, 8));
        Assert.HasCount(2, result.Report.Value.Nodes.Where(node => node.OperatorType == "Conv" && node.IsQuantized).ToArray());
        LayerAssert.IsFused(result);
    }

    private static SparseTensorProto Sparse(string name, float[] values, long[] dims, bool linear)
    {
        int[] places = [.. Enumerable.Range(0, values.Length).Where(i => values[i] != 0)];
        long[] indices = linear ? [.. places.Select(place => (long)place)] : [.. places.SelectMany(place => Index(place, dims))];
        return new SparseTensorProto
        {
            Values = TensorData.Create<float>(name, [.. places.Select(place => values[place])], places.Length),
            Indices = linear ? TensorData.Create<long>("", indices, places.Length) : TensorData.Create<long>("", indices, places.Length, dims.Length),
            Dims = { dims },
        };
    }

    private static long[] Index(long place, long[] dims)
    {
        long[] index = new long[dims.Length];
        for (int i = dims.Length - 1; i >= 0; i--)
        {
            (place, index[i]) = (place / dims[i], place % dims[i]);
        }

        return index;
    }

    private void Refused<T>(Action<SparseTensorProto> damage, params string[] parts)
        where T : Exception
    {
        var model = new ModelBuilder(13).Input("x", 3).Node("Add", "x w", "y").Output("y").Build();
        var sparse = Sparse("w", [0, 5, 7], [3], linear: true);
        model.Graph.SparseInitializer.Add(sparse);
        damage(sparse);
        _folder.AssertRefused<T>(model, parts);
    }
}
