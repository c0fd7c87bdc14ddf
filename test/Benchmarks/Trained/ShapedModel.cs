using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Benchmarks.Trained;

/// <summary>Trees of a given number and size over rows of a given width.</summary>
/// <param name="Trees">The trees.</param>
/// <param name="Leaves">The most leaves of a tree.</param>
/// <param name="Features">The length of a row.</param>
/// <param name="IsSparse">Whether a row names ten values of 1 alone, as many one-hot columns side by side do.</param>
internal sealed record ShapedModel(int Trees, int Leaves, int Features, bool IsSparse = false)
{
    private const int TrainingRows = 2000;
    private const int NonZero = 10;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Trees} x {Leaves}, {Features} features{(IsSparse ? ", sparse" : "")}");

    /// <summary>The stage alone. Models are kept in a folder, as training takes longer than what is measured.</summary>
    public ITransformer Load(MLContext context, string folder)
    {
        string file = Path.Combine(folder, $"{Trees}-{Leaves}-{Features}-{IsSparse}.zip");
        if (!File.Exists(file))
        {
            var rows = context.Data.Cache(Rows(context, TrainingRows, 1));
            var options = new FastTreeBinaryTrainer.Options { NumberOfTrees = Trees, NumberOfLeaves = Leaves, MinimumExampleCountPerLeaf = 1 };
            context.Model.Save(context.BinaryClassification.Trainers.FastTree(options).Fit(rows), rows.Schema, file);
        }

        return context.Model.Load(file, out _);
    }

    public IDataView Rows(MLContext context, int count, int seed)
    {
        var definition = SchemaDefinition.Create(typeof(VectorRow));
        definition[nameof(VectorRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Features);
        return context.Data.LoadFromEnumerable(Create(count, seed), definition);
    }

    public List<VectorRow> Create(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => IsSparse ? Sparse(random) : Dense(random))];
    }

    private VectorRow Dense(Random random)
    {
        float[] values = [.. Enumerable.Range(0, Features).Select(_ => random.NextSingle())];
        return new VectorRow { Features = new VBuffer<float>(Features, values), Label = values[0] + (values[1] * values[2]) + (0.5 * random.NextSingle()) > 1 };
    }

    private VectorRow Sparse(Random random)
    {
        int[] indices = [.. Enumerable.Range(0, NonZero).Select(i => (i * Features / NonZero) + (int)(random.NextDouble() * random.NextDouble() * Features / NonZero))];
        return new VectorRow { Features = new VBuffer<float>(Features, NonZero, [.. Enumerable.Repeat(1f, NonZero)], indices), Label = (indices[0] + indices[1] + random.Next(5)) % 3 == 0 };
    }
}

internal sealed class VectorRow
{
    public VBuffer<float> Features { get; set; }

    public bool Label { get; set; }
}

internal sealed class VectorScore
{
    public float Score { get; set; }

    public float Probability { get; set; }

    public bool PredictedLabel { get; set; }
}
