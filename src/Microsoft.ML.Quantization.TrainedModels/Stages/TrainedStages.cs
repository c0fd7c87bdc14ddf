using Microsoft.ML.Calibrators;
using Microsoft.ML.Quantization.TrainedModels.Reading;
using Microsoft.ML.Quantization.TrainedModels.Saved;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>Hands a predictor to what quantizes its kind; all other stages stay.</summary>
internal sealed class TrainedStages : IStageQuantizer
{
    private readonly TreeStages _trees = new();
    private readonly LinearStages _linear = new();

    public StageQuantization Quantize(StageRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Stage is not IPredictionTransformer<object> predictor)
        {
            return StageQuantization.Stays("it is not a predictor");
        }

        return Kind(predictor.Model) switch
        {
            _ when predictor is QuantizedPredictionTransformer => StageQuantization.Stays("it is quantized already"),
            PredictorFamily.Trees => _trees.Quantize(request),
            PredictorFamily.Linear => _linear.Quantize(request),
            PredictorFamily.Classes when IsLinear(request) => _linear.Quantize(request),
            PredictorFamily.Classes => _trees.Quantize(request),
            _ => StageQuantization.Stays(OtherPredictors.Reason(request.Context, request.Stage, predictor.Model)),
        };
    }

    private static PredictorFamily Kind(object model) => model switch
    {
        CalibratedModelParametersBase calibrated => Kind(calibrated.SubModel),
        LinearModelParameters or LinearMulticlassModelParametersBase => PredictorFamily.Linear,
        OneVersusAllModelParameters => PredictorFamily.Classes,
        _ when OtherPredictors.IsKnown(model) => PredictorFamily.Other,
        _ when TreeModelReader.IsOfTrees(model) => PredictorFamily.Trees,
        _ => PredictorFamily.Other,
    };

    /// <summary>What one-versus-all is made of is not public.</summary>
    private static bool IsLinear(StageRequest request)
    {
        try
        {
            var saved = SavedStage.Save(request.Context, request.Stage);
            return LinearEntry.IsLinear(saved.Entry(SavedPredictor.Read(saved).Parts[0].Folder));
        }
        catch (UnknownLayoutException)
        {
            return false;
        }
    }
}
