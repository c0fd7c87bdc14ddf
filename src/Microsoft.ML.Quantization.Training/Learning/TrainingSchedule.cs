namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>What changes from epoch to epoch.</summary>
/// <param name="options">How to train.</param>
/// <param name="stepsPerEpoch">The steps of an epoch.</param>
/// <param name="rowByRow">Whether rows go through the graph one by one: a row's own mean and variance are no statistics of the data.</param>
internal sealed class TrainingSchedule(QuantizationAwareTrainingOptions options, long stepsPerEpoch, bool rowByRow)
{
    public LearningRateSchedule LearningRate { get; } = new(options.LearningRate, stepsPerEpoch * options.Epochs, options.WarmupShare);

    public long StepsPerEpoch => stepsPerEpoch;

    /// <summary>Prepares the model for an epoch, counted from 0.</summary>
    public void Begin(int epoch, TrainableModel model)
    {
        model.Graph.train(!rowByRow && epoch < options.FreezeBatchNormalizationAfter * options.Epochs);
        model.Quantizer.train();
        model.Quantizer.Refresh();
        bool learns = options.Scales == ScaleTraining.Learned && epoch < Math.Ceiling(options.FreezeScalesAfter * options.Epochs);
        foreach (var scale in model.Quantizer.Scales)
        {
            scale.Learns = learns;
        }
    }
}
