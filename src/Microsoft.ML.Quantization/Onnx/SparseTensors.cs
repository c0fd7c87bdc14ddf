using Google.Protobuf;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Makes sparse initializers dense, so that weights are found in one place.</summary>
internal static class SparseTensors
{
    /// <summary>A few bytes can ask for any size.</summary>
    private const long MostBytes = 1L << 29;

    /// <exception cref="InvalidDataException">A sparse tensor contradicts itself.</exception>
    /// <exception cref="NotSupportedException">They would be too large, or are of a type that has no fixed size.</exception>
    public static void MakeDense(ModelProto model)
    {
        long total = 0;
        foreach (var graph in ModelWalker.Graphs(model.Graph).Where(graph => graph.SparseInitializer.Count > 0).ToArray())
        {
            foreach (var sparse in graph.SparseInitializer)
            {
                graph.Initializer.Add(Dense(sparse, ref total));
            }

            graph.SparseInitializer.Clear();
        }
    }

    private static TensorProto Dense(SparseTensorProto sparse, ref long total)
    {
        if (sparse.Values is not { Name.Length: > 0 } values || sparse.Indices == null)
        {
            throw Malformed(sparse, "has no name, no values or no indices");
        }

        if (OnnxModel.IsOutside(values) || OnnxModel.IsOutside(sparse.Indices))
        {
            throw new NotSupportedException($"it keeps the sparse tensor '{values.Name}' outside the model file. Export it dense.");
        }

        var dense = new TensorProto { Name = values.Name, DataType = values.DataType, Dims = { sparse.Dims } };
        long count = TensorChecks.ElementCount(dense);
        int bits = ElementTypes.Bits(values.DataType);
        if (bits < 8)
        {
            throw new NotSupportedException($"the sparse tensor '{values.Name}' holds {ElementTypes.Name(values.DataType)}, which only a dense one can. Export it dense.");
        }

        total += count > MostBytes ? MostBytes + 1 : count * (bits / 8);
        if (total > MostBytes)
        {
            throw new NotSupportedException($"its sparse tensors, up to '{values.Name}' of dimensions {sparse.Dims}, take more than {MostBytes >> 20} MB when they are made dense. Export them dense.");
        }

        byte[] given = RawValues.Read(values);
        byte[] bytes = new byte[count * (bits / 8)];
        long[] places = Places(sparse, count);
        for (int i = 0; i < places.Length; i++)
        {
            given.AsSpan(i * (bits / 8), bits / 8).CopyTo(bytes.AsSpan((int)places[i] * (bits / 8)));
        }

        dense.RawData = UnsafeByteOperations.UnsafeWrap(bytes);
        return dense;
    }

    /// <summary>Where each value goes among all, row-major.</summary>
    private static long[] Places(SparseTensorProto sparse, long count)
    {
        long given = TensorChecks.ElementCount(sparse.Values);
        var dims = sparse.Indices.Dims;
        bool linear = dims.Count == 1;
        if (sparse.Values.Dims.Count != 1 || sparse.Indices.DataType != (int)TensorProto.Types.DataType.Int64
            || !(dims.Count == 1 || (dims.Count == 2 && dims[1] == sparse.Dims.Count)) || dims[0] != given)
        {
            throw Malformed(sparse, $"has values of dimensions {sparse.Values.Dims} and indices of dimensions {dims}, which do not go together");
        }

        long[] indices = TensorData.Integers(sparse.Indices);
        var places = new long[given];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = linear ? indices[i] : Place(sparse, indices.AsSpan(i * sparse.Dims.Count, sparse.Dims.Count));
            if (places[i] < 0 || places[i] >= count || (i > 0 && places[i] <= places[i - 1]))
            {
                throw Malformed(sparse, $"has an index that is out of range or not in ascending order at position {i}");
            }
        }

        return places;
    }

    private static long Place(SparseTensorProto sparse, ReadOnlySpan<long> index)
    {
        long place = 0;
        for (int i = 0; i < index.Length; i++)
        {
            if (index[i] < 0 || index[i] >= sparse.Dims[i])
            {
                return -1;
            }

            place = (place * sparse.Dims[i]) + index[i];
        }

        return place;
    }

    private static InvalidDataException Malformed(SparseTensorProto sparse, string what) => new($"the sparse tensor '{sparse.Values?.Name}' of dimensions {sparse.Dims} {what}. Export the model again.");
}
