using Microsoft.ML.Trainers;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>Trainers whose models have no trees: linear ones and the rest.</summary>
internal static class RandomOtherTrainers
{
    private const int BinaryKinds = 8;

    public static RandomTrainer Create(MLContext context, Random random)
    {
        int kind = random.Next(20);
        return new RandomTrainer(kind < BinaryKinds ? Binary(context, kind) : Other(context, random, kind - BinaryKinds), IsTrees: false, LearnsFlag: kind < BinaryKinds);
    }

    private static IEstimator<ITransformer> Binary(MLContext context, int kind)
    {
        var binary = context.BinaryClassification.Trainers;
        return kind switch
        {
            0 => binary.LbfgsLogisticRegression(Short(new LbfgsLogisticRegressionBinaryTrainer.Options { LabelColumnName = "Binary" })),
            1 => binary.SdcaLogisticRegression("Binary", maximumNumberOfIterations: 3),
            2 => binary.AveragedPerceptron("Binary", numberOfIterations: 2),
            3 => binary.LinearSvm("Binary"),
            4 => binary.LdSvm("Binary", numberOfIterations: 50),
            5 => binary.Gam("Binary", numberOfIterations: 10),
            6 => binary.FieldAwareFactorizationMachine(new FieldAwareFactorizationMachineTrainer.Options { LabelColumnName = "Binary", FeatureColumnName = "Features", LatentDimension = 4, NumberOfIterations = 1 }),
            _ => binary.SgdCalibrated("Binary", numberOfIterations: 2),
        };
    }

    private static IEstimator<ITransformer> Other(MLContext context, Random random, int kind)
    {
        var (classes, regression) = (context.MulticlassClassification.Trainers, context.Regression.Trainers);
        return kind switch
        {
            0 => regression.Sdca(maximumNumberOfIterations: 3),
            1 => regression.LbfgsPoissonRegression(Short(new LbfgsPoissonRegressionTrainer.Options())),
            2 => regression.OnlineGradientDescent(),
            3 => regression.Gam(numberOfIterations: 10),
            4 => classes.LbfgsMaximumEntropy(Short(new LbfgsMaximumEntropyMulticlassTrainer.Options { LabelColumnName = "Class" })),
            5 => classes.SdcaMaximumEntropy("Class", maximumNumberOfIterations: 3),
            6 => classes.SdcaNonCalibrated("Class", maximumNumberOfIterations: 3),
            7 => classes.OneVersusAll(context.BinaryClassification.Trainers.LbfgsLogisticRegression(Short(new LbfgsLogisticRegressionBinaryTrainer.Options { LabelColumnName = "Class" })), "Class"),
            8 => classes.PairwiseCoupling(context.BinaryClassification.Trainers.SdcaLogisticRegression("Class", maximumNumberOfIterations: 2), "Class"),
            9 => classes.NaiveBayes("Class"),
            10 => context.Clustering.Trainers.KMeans(numberOfClusters: 2 + random.Next(6)),
            _ => context.AnomalyDetection.Trainers.RandomizedPca(rank: 3),
        };
    }

    private static T Short<T>(T options)
        where T : class
    {
        dynamic all = options;
        (all.MaximumNumberOfIterations, all.NumberOfThreads) = (5, 1);
        return options;
    }
}
