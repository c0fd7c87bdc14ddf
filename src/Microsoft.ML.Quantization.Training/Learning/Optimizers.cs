using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Makes the optimizer that the options ask for. Only weights of two dimensions or more decay.</summary>
internal static class Optimizers
{
    public static OptimizerHelper Create(IReadOnlyList<Parameter> parameters, QuantizationAwareTrainingOptions options)
    {
        var (rate, decay) = (options.LearningRate, options.WeightDecay);
        var decaying = parameters.Where(parameter => parameter.dim() > 1);
        var others = parameters.Where(parameter => parameter.dim() <= 1);
        return options.Optimizer switch
        {
            TrainingOptimizer.Adam => optim.Adam(
                [new Adam.ParamGroup(decaying, rate, weight_decay: decay), new Adam.ParamGroup(others, rate)], rate),
            TrainingOptimizer.AdamW => optim.AdamW(
                [new AdamW.ParamGroup(decaying, rate, weight_decay: decay), new AdamW.ParamGroup(others, rate, weight_decay: 0)], rate),
            _ => optim.SGD(
                [new SGD.ParamGroup(decaying, rate, options.Momentum, weight_decay: decay), new SGD.ParamGroup(others, rate, options.Momentum)], rate),
        };
    }

    public static void SetLearningRate(optim.Optimizer optimizer, double rate)
    {
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }
    }
}
