using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>Collects the tensors to quantize and which of them must have, or had better have, one scale in common.</summary>
internal sealed class ScaleGroups
{
    private readonly List<TensorPlan> _tensors = [];
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _members = new(StringComparer.Ordinal);

    public void Add(string name, float? low = null, float? high = null, (float Low, float High)? fixedRange = null)
    {
        _indices[name] = _tensors.Count;
        _members[name] = [name];
        _tensors.Add(new TensorPlan(name, name, low ?? float.NegativeInfinity, high ?? float.PositiveInfinity) { FixedRange = fixedRange });
    }

    /// <summary>Gives <paramref name="follower"/> the scale of <paramref name="leader"/>.</summary>
    public void Share(string leader, string follower)
    {
        var from = _tensors[_indices[leader]];
        Follow(follower, from.RangeOf);
        Replace(follower, tensor => tensor with { Low = from.Low, High = from.High, FixedRange = from.FixedRange });
    }

    /// <summary>
    /// An input that only the Concat reads takes the scale of the Concat's output: its values are then rounded once
    /// instead of twice. A Relu or Clip folded into some inputs but not all stands against it, and a fixed range.
    /// </summary>
    public void ShareConcat(NodeProto concat, GraphIndex graph)
    {
        string output = concat.Output[0];
        var names = concat.Input.ToHashSet(StringComparer.Ordinal);
        var inputs = concat.Input.Select(name => _tensors[_indices[name]]).ToArray();
        bool alike = inputs.All(input => input.Low == inputs[0].Low && input.High == inputs[0].High && input.FixedRange == null);
        if (!alike || _tensors[_indices[output]].RangeOf != output)
        {
            return;
        }

        foreach (string leader in inputs.Where(input => graph.Consumers(input.Name).Count == 1 && !graph.IsOutput(input.Name)).Select(input => input.RangeOf).Distinct())
        {
            string[] members = [.. _members[leader]];
            if (leader != output && members.All(member => names.Contains(member) && graph.Consumers(member).Count == 1))
            {
                Array.ForEach(members, member => Follow(member, output));
            }
        }
    }

    public List<TensorPlan> ToList() => _tensors;

    private void Follow(string name, string leader)
    {
        _members[_tensors[_indices[name]].RangeOf].Remove(name);
        _members[leader].Add(name);
        Replace(name, tensor => tensor with { RangeOf = leader });
    }

    private void Replace(string name, Func<TensorPlan, TensorPlan> change) => _tensors[_indices[name]] = change(_tensors[_indices[name]]);
}
