using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>How far the quantized model is from what the FP32 model gives.</summary>
/// <param name="Tensor">The tensor that is compared.</param>
/// <param name="Temperature">What scores are divided by; <see langword="null"/> compares values instead of probabilities.</param>
internal sealed record Distillation(string Tensor, double? Temperature)
{
    private const double SmallestVariance = 1e-12;

    public static Distillation Create(QuantizationAwareTrainingOptions options, OutputHead head, long classes) => options.Distillation switch
    {
        DistillationKind.Features => new Distillation(head.Features, null),
        DistillationKind.Scores => new Distillation(head.Scores, options.DistillationTemperature),
        DistillationKind.Auto when classes > 1 => new Distillation(head.Scores, options.DistillationTemperature),
        _ => new Distillation(head.Scores, null),
    };

    public Tensor Loss(Tensor student, Tensor teacher, int rows)
    {
        if (Temperature is not { } temperature)
        {
            // One value, which a batch of one row may have, has no variance.
            var spread = teacher.numel() > 1 ? teacher.var() : (teacher * teacher).mean();
            return nn.functional.mse_loss(student, teacher) / spread.clamp_min(Scalars.Get(SmallestVariance));
        }

        var (from, to) = (RowScores.ByLine(teacher, rows) / Scalars.Get(temperature), RowScores.ByLine(student, rows) / Scalars.Get(temperature));
        var expected = nn.functional.log_softmax(from, 1);
        var divergence = (expected.exp() * (expected - nn.functional.log_softmax(to, 1))).sum(1).mean();
        return divergence * Scalars.Get(temperature * temperature);
    }
}
