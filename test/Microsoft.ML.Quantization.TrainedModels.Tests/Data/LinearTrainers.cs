using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Data;

/// <summary>Every trainer whose model is linear, with weights stored densely and sparsely.</summary>
internal static class LinearTrainers
{
    private const string Sparse = "sparse weights";

    public static readonly Dictionary<string, Func<MLContext, IEstimator<ITransformer>>> All = new()
    {
        ["SDCA logistic"] = context => context.BinaryClassification.Trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options { LabelColumnName = "Binary", MaximumNumberOfIterations = 5, NumberOfThreads = 1, L1Regularization = 0 }),
        [$"SDCA logistic, {Sparse}"] = context => context.BinaryClassification.Trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options { LabelColumnName = "Binary", MaximumNumberOfIterations = 5, NumberOfThreads = 1 }),
        ["SDCA binary"] = context => context.BinaryClassification.Trainers.SdcaNonCalibrated("Binary", maximumNumberOfIterations: 5, l1Regularization: 0),
        ["L-BFGS logistic"] = context => context.BinaryClassification.Trainers.LbfgsLogisticRegression("Binary", l1Regularization: 0),
        ["Averaged perceptron"] = context => context.BinaryClassification.Trainers.AveragedPerceptron("Binary", numberOfIterations: 3),
        ["Linear SVM"] = context => context.BinaryClassification.Trainers.LinearSvm("Binary", numberOfIterations: 3),
        ["SGD calibrated"] = context => context.BinaryClassification.Trainers.SgdCalibrated("Binary", numberOfIterations: 3),
        ["SGD"] = context => context.BinaryClassification.Trainers.SgdNonCalibrated("Binary", numberOfIterations: 3),
        ["SDCA regression"] = context => context.Regression.Trainers.Sdca(maximumNumberOfIterations: 5, l1Regularization: 0),
        ["L-BFGS Poisson"] = context => context.Regression.Trainers.LbfgsPoissonRegression(l1Regularization: 0),
        ["Online gradient descent"] = context => context.Regression.Trainers.OnlineGradientDescent(learningRate: 0.01f, numberOfIterations: 3),
        ["SDCA maximum entropy"] = context => context.MulticlassClassification.Trainers.SdcaMaximumEntropy("Class", maximumNumberOfIterations: 5, l1Regularization: 0),
        [$"SDCA maximum entropy, {Sparse}"] = context => context.MulticlassClassification.Trainers.SdcaMaximumEntropy("Class", maximumNumberOfIterations: 5),
        ["SDCA multiclass"] = context => context.MulticlassClassification.Trainers.SdcaNonCalibrated("Class", maximumNumberOfIterations: 5, l1Regularization: 0),
        ["L-BFGS maximum entropy"] = context => context.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class", l1Regularization: 0),
        [$"L-BFGS maximum entropy, {Sparse}"] = context => context.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class", l1Regularization: 0.3f),
        ["One-versus-all, Platt"] = context => OneVersusAll(context, context.BinaryClassification.Trainers.AveragedPerceptron("Class"), context.BinaryClassification.Calibrators.Platt()),
        ["One-versus-all, isotonic"] = context => OneVersusAll(context, context.BinaryClassification.Trainers.LinearSvm("Class"), context.BinaryClassification.Calibrators.Isotonic()),
        ["One-versus-all, naive"] = context => OneVersusAll(context, context.BinaryClassification.Trainers.AveragedPerceptron("Class"), context.BinaryClassification.Calibrators.Naive()),
        ["One-versus-all, raw"] = context => context.MulticlassClassification.Trainers.OneVersusAll(context.BinaryClassification.Trainers.LbfgsLogisticRegression("Class", l1Regularization: 0), "Class", useProbabilities: false),
        ["One-versus-all, calibrated"] = context => context.MulticlassClassification.Trainers.OneVersusAll(context.BinaryClassification.Trainers.SdcaLogisticRegression("Class", maximumNumberOfIterations: 3, l1Regularization: 0), "Class"),
    };

    private static OneVersusAllTrainer OneVersusAll(MLContext context, ITrainerEstimator<BinaryPredictionTransformer<LinearBinaryModelParameters>, LinearBinaryModelParameters> trainer, IEstimator<ISingleFeaturePredictionTransformer<ICalibrator>> calibrator) =>
        context.MulticlassClassification.Trainers.OneVersusAll(trainer, "Class", calibrator: calibrator);
}
