using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Rewriting.Dynamic;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Makes a model with INT8 weights whose activations are quantized when it runs: no data is needed.</summary>
internal static class DynamicQuantizer
{
    /// <param name="model">The FP32 model.</param>
    /// <param name="options">The options.</param>
    /// <param name="progress">Told what runs in INT8.</param>
    public static QuantizationResult Run(ObservedModel model, QuantizationOptions options, IQuantizationProgress progress)
    {
        var target = Target(options);
        var costs = options.OnlyWhereFaster ? target.Rules.Costs(new GraphIndex(model.Prepared.Graph), model.Shapes) : null;
        var plan = DynamicPlan.Create(model.Prepared.Graph, options.Placement, costs);
        var settings = new QdqSettings { Target = target, Activations = new Dictionary<string, Numerics.QuantizationParameters>(), PerChannel = options.PerChannel, ReduceRange = options.ReduceRange };
        var table = new CalibrationTable([], 0, model.ModelHash, "");
        var written = plan.IsEmpty ? model.Source.View(model.Source.Proto.Clone()) : DynamicRewriter.Rewrite(model.Prepared, plan, settings);
        ModelProvenance.Write(written.Proto, Provenance.Records(options, table));
        var quantized = DetachedModel.Create(written);
        progress.Message($"{plan.IntegerNodes} of {plan.Nodes.Count} nodes run in INT8, their inputs quantized when the model runs.");
        if (plan.IsEmpty)
        {
            progress.Warning($"Model '{model.Source.SourcePath}' has no dense layer and no LSTM that gains by quantizing its input when the model runs, and is returned as it is. {plan.FirstReason}");
        }

        var evidence = new Evidence(new FloatModel(model.Source, model.ModelHash), quantized, plan, table, model.Samples.ToArray())
        {
            Target = target,
            HasScaleForEachChannel = options.PerChannel,
            OnlyWhereFaster = options.OnlyWhereFaster,
        };
        var check = new FitCheck(evidence);
        return new QuantizationResult(quantized, table, new Lazy<QuantizationReport>(() => ReportBuilder.Build(evidence, check), LazyThreadSafetyMode.PublicationOnly))
        {
            Float = evidence.Float,
            Check = check,
            Target = target,
            Plan = plan,
        };
    }

    /// <summary>The target with biases in FP32, as these kernels take them, and the kernel of an LSTM.</summary>
    private static TargetDefinition Target(QuantizationOptions options)
    {
        var target = options.Target.Definition;
        return target with
        {
            Rules = new CpuRules(target.Rules.Operators.With(new OperatorRule("LSTM", NodeRole.Requantizing) { Kernels = ["DynamicQuantizeLSTM"] })),
            Numbers = target.Numbers with { HasIntegerBiases = false },
        };
    }
}
