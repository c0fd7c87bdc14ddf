using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>Collects the tensors to quantize and which of them must have, or had better have, one scale in common.</summary>
internal sealed class ScaleGroups
{
    private readonly List<TensorPlan> _tensors = [];
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);

    public void Add(string name, float? low = null, float? high = null)
    {
        _indices[name] = _tensors.Count;
        _tensors.Add(new TensorPlan(name, name, low ?? float.NegativeInfinity, high ?? float.PositiveInfinity));
    }

    /// <summary>Gives <paramref name="follower"/> the scale of <paramref name="leader"/>.</summary>
    public void Share(string leader, string follower)
    {
        var from = _tensors[_indices[leader]];
        Replace(follower, tensor => tensor with { RangeOf = from.RangeOf, Low = from.Low, High = from.High });
    }

    /// <summary>
    /// An input that only the Concat reads takes the scale of the Concat's output: its values are then rounded once
    /// instead of twice. A Relu or Clip folded into some inputs but not all stands against it.
    /// </summary>
    public void ShareConcat(NodeProto concat, GraphIndex graph)
    {
        string output = concat.Output[0];
        var inputs = concat.Input.Select(name => _tensors[_indices[name]]).ToArray();
        bool alike = inputs.All(input => input.Low == inputs[0].Low && input.High == inputs[0].High);
        if (!alike || _tensors[_indices[output]].RangeOf != output)
        {
            return;
        }

        foreach (string leader in inputs.Where(input => graph.Consumers(input.Name).Count == 1 && !graph.IsOutput(input.Name)).Select(input => input.RangeOf).Distinct())
        {
            var members = _tensors.Where(tensor => tensor.RangeOf == leader).ToArray();
            if (leader != output && members.All(member => concat.Input.Contains(member.Name) && graph.Consumers(member.Name).Count == 1))
            {
                Array.ForEach(members, member => Replace(member.Name, tensor => tensor with { RangeOf = output }));
            }
        }
    }

    public List<TensorPlan> ToList() => _tensors;

    private void Replace(string name, Func<TensorPlan, TensorPlan> change) => _tensors[_indices[name]] = change(_tensors[_indices[name]]);
}
