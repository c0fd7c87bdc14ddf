using Microsoft.ML.Quantization.TrainedModels.Compiling;
using Microsoft.ML.Quantization.TrainedModels.Kernels;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>Collects rows and scores them together. One thread uses it at a time; a cursor has its own.</summary>
internal sealed unsafe class TreeBatch : IFeatureBatch
{
    private readonly TreeModel _model;
    private readonly TreeProgram _program;
    private readonly KernelWidth _width;
    private readonly RowBlock _rows;
    private readonly AlignedArray<ulong> _values;
    private readonly AlignedArray<byte> _indices;
    private readonly AlignedArray<byte> _highIndices;
    private readonly AlignedArray<double> _sums;

    internal TreeBatch(TreeModel model, TreeProgram program, KernelWidth width, int words)
    {
        (_model, _program, _width) = (model, program, width);
        _rows = new RowBlock([.. program.Conditions.Features.Select(feature => feature.Feature)], model.FeatureCount, words * FloatCompare.Rows);
        _values = new AlignedArray<ulong>((long)program.ValueCount * words);
        _indices = new AlignedArray<byte>(_rows.Capacity);
        _highIndices = new AlignedArray<byte>(_rows.Capacity);
        _sums = new AlignedArray<double>(_rows.Capacity);
    }

    /// <summary>The rows that fit.</summary>
    public int Capacity => _rows.Capacity;

    public int Count => _rows.Count;

    public void Clear() => _rows.Clear();

    public void Add(ReadOnlySpan<float> row) => _rows.Add(row);

    public void Add(int length, ReadOnlySpan<int> indices, ReadOnlySpan<float> values) => _rows.Add(length, indices, values);

    /// <summary>The scores of the rows, one row's behind the other's. The rows stay until <see cref="Clear"/>.</summary>
    public void Score(Span<float> scores)
    {
        if (Count == 0)
        {
            return;
        }

        int words = Words();
        Decide(words);
        for (int i = 0; i < _program.Trees.Length; i++)
        {
            Sum(_program.Trees[i], words);
            for (int row = 0; row < Count; row++)
            {
                scores[(row * _model.ScoreCount) + i] = _model.Ensembles[i].Aggregate(_sums.Pointer[IndexKernel.Place(row, words)]);
            }
        }

        for (int row = 0; row < Count && !_model.Outputs.IsSingle; row++)
        {
            _model.Outputs.Finish(scores.Slice(row * _model.ScoreCount, _model.ScoreCount));
        }

        GC.KeepAlive(this);
    }

    /// <summary>The fewest words, of 1, 2, 4 and 8, that hold the rows.</summary>
    private int Words()
    {
        int words = 1;
        while (words * FloatCompare.Rows < Count)
        {
            words *= 2;
        }

        return words;
    }

    /// <summary>Decides all conditions for all rows.</summary>
    private void Decide(int words)
    {
        ulong* values = _values.Pointer;
        new Span<ulong>(values + (ConditionTable.Never * words), words).Clear();
        new Span<ulong>(values + (ConditionTable.Always * words), words).Fill(ulong.MaxValue);
        var features = _program.Conditions.Features;
        for (int i = 0; i < features.Length; i++)
        {
            foreach (var group in features[i].Groups)
            {
                for (int word = 0; word < words; word++)
                {
                    group.Evaluate(_width, _rows.Column(i) + (word * FloatCompare.Rows), values + word, words);
                }
            }
        }

        foreach (var union in _program.Conditions.Unions)
        {
            Unite(values + ((long)union.Index * words), union.Parts, words);
        }
    }

    private void Unite(ulong* target, int[] parts, int words)
    {
        new Span<ulong>(target, words).Clear();
        foreach (int part in parts)
        {
            ulong* source = _values.Pointer + ((long)part * words);
            for (int word = 0; word < words; word++)
            {
                target[word] |= source[word];
            }
        }
    }

    private void Sum(PlannedTree[] trees, int words)
    {
        int rows = words * FloatCompare.Rows;
        _sums.Span[..rows].Clear();
        ulong* values = _values.Pointer;
        ulong* selected = values + ((long)_program.Conditions.Count * words);
        foreach (ref readonly var tree in trees.AsSpan())
        {
            SelectionKernel.Run(words, values, _program.Selections.Pointer + tree.Selection, tree.SelectionCount, selected);
            int* planes = _program.Planes.Pointer + tree.Plane;
            IndexKernel.Transpose(words, values, planes, _indices.Pointer);
            if (tree.PlaneCount <= IndexKernel.Planes)
            {
                LeafKernel.Add(_width, _indices.Pointer, _program.Leaves.Pointer + tree.Leaf, tree.PlaneCount, _sums.Pointer, rows);
                continue;
            }

            IndexKernel.Transpose(words, values, planes + IndexKernel.Planes, _highIndices.Pointer);
            if (tree.Exit < 0)
            {
                LeafKernel.Add(_indices.Pointer, _highIndices.Pointer, _program.Leaves.Pointer + tree.Leaf, _sums.Pointer, rows);
            }
            else
            {
                TreeWalk.Add(_program.Walks.Pointer, _program.Exits.Pointer + tree.Exit, _program.Leaves.Pointer, values, words, _indices.Pointer, _highIndices.Pointer, _sums.Pointer);
            }
        }
    }
}
