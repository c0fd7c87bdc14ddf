using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>Writes other units of channels into weights and biases, so that the graph computes what it did, but for clips.</summary>
internal static class EqualizedGraph
{
    /// <param name="scaling">The units; its flow is of the copy that is changed here.</param>
    /// <param name="parallel">How many weights may be changed at a time; <see langword="null"/> for one.</param>
    /// <returns>The model that the flow was traced on, changed.</returns>
    public static OnnxModel Write(ChannelScaling scaling, ParallelOptions? parallel = null)
    {
        var flow = scaling.Flow;
        var model = flow.Model;
        double[] factors = scaling.ByChannel();
        var shifts = ShiftedBiases.Compute(scaling, factors);
        ScaledWeights[] changed = [.. flow.Weights.Where(weights => IsChanged(weights.Inputs, factors) || IsChanged(weights.Outputs, factors))];
        var scaled = new TensorProto[changed.Length];
        ParallelJobs.Run(changed.Length, parallel, i => scaled[i] = flow.Index.Initializer(changed[i].Name)!.Changed(values => changed[i].Scaled(values, factors)));
        model.Graph.Replace(scaled);

        var names = new NameScope(model.Graph);
        foreach (var constant in flow.Constants.Where(constant => IsChanged(constant.Channels, factors) || IsChanged(constant.Read ?? [], factors)))
        {
            var (node, input) = (constant.Use.Node, constant.Use.InputIndex);
            if (flow.Index.Consumers(constant.Name).Count > 1)
            {
                // Others read it too, as where an exporter keeps one bias of zeros for all.
                var own = flow.Index.Initializer(constant.Name)!.Clone();
                own.Name = names.Unique(constant.Name + "_equalized");
                model.Graph.Initializer.Add(own);
                node.Input[input] = own.Name;
            }

            model.Graph.Change(node.Input[input], values => constant.Scaled(values, factors));
        }

        UnusedInitializers.Remove(model.Graph);
        return shifts.Count == 0 ? model : BiasEdits.Apply(model, shifts);
    }

    private static bool IsChanged(int[] channels, double[] factors) => Array.Exists(channels, channel => factors[channel] != 1);
}
