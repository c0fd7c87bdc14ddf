namespace Microsoft.ML.Quantization.Tests.RandomGraphs;

/// <summary>Convolutions and what stands between them, read in INT8 and FP32.</summary>
internal sealed class RandomImageGraph(int seed, bool withIndices = true) : RandomGraph(seed, [1, 8, 8, 8])
{
    protected override void Grow(string tensor, long[] shape)
    {
        switch (Random.Next(10))
        {
            case 0 or 1 or 2:
                AddConvolution(tensor, shape);
                break;
            case 3:
                AddActivation(tensor, shape);
                break;
            case 4:
                Add("Add", $"{tensor} {Like(shape)}", shape);
                break;
            case 5:
                Add("Concat", $"{tensor} {Like(shape)}", [1, 2 * shape[1], .. shape[2..]], ("axis", 1));
                break;
            case 6:
                AddPool(tensor, shape);
                break;
            case 7:
                Add("Sigmoid", tensor, shape);
                break;
            case 8:
                Add("Transpose", tensor, [1, shape[1], shape[3], shape[2]], ("perm", new[] { 0, 1, 3, 2 }));
                break;
            default:
                Add("Mul", $"{tensor} {Like(shape)}", shape);
                break;
        }
    }

    private void AddConvolution(string tensor, long[] shape)
    {
        double size = Math.Sqrt(3.0 / (9 * shape[1]));
        string made = Add("Conv", $"{tensor} {Weights(size, 8, shape[1], 3, 3)} {Weights(0.3, 8)}", [1, 8, .. shape[2..]], SmallModels.Padded);
        if (Random.Next(2) == 0)
        {
            AddActivation(made, [1, 8, .. shape[2..]]);
        }
    }

    /// <summary>A pool of stride 1, which keeps the size, or one of stride 2 with the places of the largest values.</summary>
    private void AddPool(string tensor, long[] shape)
    {
        if (Random.Next(3) > 0 || !withIndices)
        {
            Add("MaxPool", tensor, shape, ("kernel_shape", new[] { 3, 3 }), SmallModels.Padded);
            return;
        }

        long[] half = [1, shape[1], (shape[2] + 1) / 2, (shape[3] + 1) / 2];
        string indices = $"indices_{Random.Next()}";
        Builder.Node("MaxPool", tensor, $"{indices}_pooled {indices}", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }), ("ceil_mode", 1))
            .Node("Cast", indices, $"{indices}_real", ("to", 1));
        Read(tensor);
        Add("Sqrt", $"{indices}_real", half);
    }
}
