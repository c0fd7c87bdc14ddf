using Microsoft.ML.Quantization.Training.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

[TestClass]
public sealed class WeightOptimizerTests
{
    private const double Rate = 0.01;

    [TestMethod]
    [DataRow(TrainingOptimizer.Adam, 0.1, null)]
    [DataRow(TrainingOptimizer.AdamW, 0.1, null)]
    [DataRow(TrainingOptimizer.Sgd, 0.1, null)]
    [DataRow(TrainingOptimizer.Adam, 0.0, 0.5)]
    public void StepsAreThoseOfTorchSharp(TrainingOptimizer kind, double decay, double? clipping)
    {
        using var scope = NewDisposeScope();
        var options = new QuantizationAwareTrainingOptions { Optimizer = kind, WeightDecay = decay, GradientClipping = clipping };
        var (ours, theirs) = (Weights(), Weights());
        var optimizer = new WeightOptimizer([ours], options);
        using optim.Optimizer reference = kind switch
        {
            TrainingOptimizer.Adam => optim.Adam([theirs], Rate, weight_decay: decay),
            TrainingOptimizer.AdamW => optim.AdamW([theirs], Rate, weight_decay: decay),
            _ => optim.SGD([theirs], Rate, options.Momentum, weight_decay: decay),
        };
        for (int step = 0; step < 20; step++)
        {
            optimizer.ZeroGradients();
            Loss(ours).backward();
            optimizer.Step(Rate);
            reference.zero_grad();
            Loss(theirs).backward();
            if (clipping is { } limit)
            {
                nn.utils.clip_grad_norm_([theirs], limit);
            }

            reference.step();
        }

        foreach (var (want, have) in theirs.data<float>().Zip(ours.data<float>()))
        {
            Assert.AreEqual(want, have, 2e-6f);
        }

        Assert.IsGreaterThan(0.01, (theirs - Weights()).abs().max().item<float>());
    }

    [TestMethod]
    public void WhatDoesNotLearnStaysAsItIs()
    {
        using var scope = NewDisposeScope();
        var weights = Weights();
        var optimizer = new WeightOptimizer([weights], new QuantizationAwareTrainingOptions());
        Loss(weights).backward();
        optimizer.Step(Rate);
        float[] before = [.. weights.data<float>()];
        weights.requires_grad = false;
        optimizer.Step(Rate);
        CollectionAssert.AreEqual(before, weights.data<float>().ToArray());
    }

    [TestMethod]
    public void VectorsDecayAsLittleAsBiases()
    {
        using var scope = NewDisposeScope();
        var bias = new Parameter(ones(20));
        var optimizer = new WeightOptimizer([bias], new QuantizationAwareTrainingOptions { Optimizer = TrainingOptimizer.AdamW, WeightDecay = 0.5 });
        bias.sum().mul(Training.Graph.Scalars.Get(0)).backward();
        optimizer.Step(Rate);
        Assert.IsTrue(bias.data<float>().All(value => value == 1));
    }

    private static Parameter Weights() => new(tensor([.. Enumerable.Range(0, 42).Select(i => MathF.Sin(i))], [6, 7]));

    private static Tensor Loss(Tensor weights) => (weights.square() * arange(42).reshape(6, 7)).sum();
}
