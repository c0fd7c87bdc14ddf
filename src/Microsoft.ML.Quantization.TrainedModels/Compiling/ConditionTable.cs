using Microsoft.ML.Quantization.TrainedModels.Kernels;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Compiling;

/// <summary>
/// The distinct conditions of all trees, each with the index of the value that will hold a bit a row for it: first the values "never" and "always", then
/// the conditions of each feature, then those that are the union of several.
/// </summary>
internal sealed class ConditionTable
{
    public const int Never = 0;
    public const int Always = 1;
    private const int First = 2;

    private readonly Dictionary<Condition, int> _indices = [];
    private readonly Dictionary<string, int> _unionIndices = [];
    private readonly List<ConditionUnion> _unions = [];

    public ConditionTable(IEnumerable<Tree> trees)
    {
        var conditions = new HashSet<Condition>();
        var unions = new List<Condition[]>();
        foreach (var tree in trees)
        {
            for (int node = 0; node < tree.NodeCount; node++)
            {
                if (NodeConditions.AlwaysGoesRight(tree, node))
                {
                    continue;
                }

                var found = NodeConditions.Create(tree, node);
                conditions.UnionWith(found);
                if (found.Length > 1)
                {
                    unions.Add(found);
                }
            }
        }

        Count = First;
        Features = [.. conditions.GroupBy(condition => condition.Feature).OrderBy(group => group.Key).Select(Number)];
        foreach (var union in unions)
        {
            Number(union);
        }
    }

    public FeatureConditions[] Features { get; }

    public IReadOnlyList<ConditionUnion> Unions => _unions;

    /// <summary>The number of values.</summary>
    public int Count { get; private set; }

    /// <summary>The value that says which rows a node sends right.</summary>
    public int Index(Tree tree, int node)
    {
        if (NodeConditions.AlwaysGoesRight(tree, node))
        {
            return Always;
        }

        var conditions = NodeConditions.Create(tree, node);
        return conditions.Length == 1 ? _indices[conditions[0]] : _unionIndices[Key(conditions)];
    }

    /// <summary>A rank is a byte: features with more thresholds than that have several groups.</summary>
    private FeatureConditions Number(IGrouping<int, Condition> feature)
    {
        float[] thresholds = [.. feature.Select(condition => condition.Threshold).Distinct().Order()];
        var groups = new List<ThresholdGroup>();
        foreach (var part in feature.GroupBy(condition => Array.BinarySearch(thresholds, condition.Threshold) / RankTable.MostThresholds).OrderBy(part => part.Key))
        {
            Condition[] members = [.. part.OrderBy(condition => !condition.MissingRight).ThenBy(condition => condition.Threshold)];
            groups.Add(new ThresholdGroup([.. thresholds.Skip(part.Key * RankTable.MostThresholds).Take(RankTable.MostThresholds)], members, Count));
            foreach (var member in members)
            {
                _indices[member] = Count++;
            }
        }

        return new FeatureConditions(feature.Key, [.. groups]);
    }

    private void Number(Condition[] union)
    {
        if (_unionIndices.TryAdd(Key(union), Count))
        {
            _unions.Add(new ConditionUnion(Count++, [.. union.Select(condition => _indices[condition])]));
        }
    }

    private string Key(Condition[] union) => string.Join(' ', union.Select(condition => _indices[condition]));
}
