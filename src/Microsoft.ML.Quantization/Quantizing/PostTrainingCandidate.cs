namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Post-training quantization from what the one calibration pass showed.</summary>
internal sealed class PostTrainingCandidate(string name, QuantizationOptions options, string effort = "one calibration pass") : QuantizationCandidate(name, effort)
{
    /// <summary>How it quantizes.</summary>
    public QuantizationOptions Options => options;

    internal override IEnumerable<QuantizationOptions> Configurations => [options];

    internal override QuantizationResult Quantize(CandidateContext context)
    {
        var running = options.RunAs(context.Options);
        return running.DynamicActivations ? DynamicQuantizer.Run(context.Model, running, context.Progress) : context.Model.For(running).Calibrate(running, context.Progress).Write();
    }
}
