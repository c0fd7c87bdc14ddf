using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Transforms.Text;

namespace Examples.Sentiment;

/// <summary>How the model is trained again.</summary>
public static partial class SentimentModel
{
    public static string RetrainFilePath { get; } = Path.Combine(AppContext.BaseDirectory, "reviews.tsv");

    /// <summary>The rows of the file that are trained on; the others tell what the model is worth.</summary>
    public const int TrainingRows = 700;

    /// <summary>Trains on the first rows of the file and saves the model.</summary>
    public static void Train(string outputModelPath, string? inputDataFilePath = null)
    {
        var mlContext = new MLContext(seed: 1);
        IDataView data = mlContext.Data.TakeRows(LoadIDataViewFromFile(mlContext, inputDataFilePath ?? RetrainFilePath), TrainingRows);
        SaveModel(mlContext, RetrainModel(mlContext, data), data, outputModelPath);
    }

    public static IDataView LoadIDataViewFromFile(MLContext mlContext, string inputDataFilePath) => mlContext.Data.LoadFromTextFile<ModelInput>(inputDataFilePath, hasHeader: true);

    public static void SaveModel(MLContext mlContext, ITransformer model, IDataView data, string modelSavePath) => mlContext.Model.Save(model, data.Schema, modelSavePath);

    public static ITransformer RetrainModel(MLContext mlContext, IDataView trainData) => BuildPipeline(mlContext).Fit(trainData);

    /// <summary>The best pipeline of the search; of the text its words alone, so that their importance can be read.</summary>
    public static IEstimator<ITransformer> BuildPipeline(MLContext mlContext) => mlContext.Transforms.ReplaceMissingValues(nameof(ModelInput.Days))
        .Append(mlContext.Transforms.Categorical.OneHotEncoding(nameof(ModelInput.Product)))
        .Append(mlContext.Transforms.Text.FeaturizeText(nameof(ModelInput.Text), new TextFeaturizingEstimator.Options { CharFeatureExtractor = null }, nameof(ModelInput.Text)))
        .Append(mlContext.Transforms.Concatenate("Features", nameof(ModelInput.Text), nameof(ModelInput.Days), nameof(ModelInput.Product)))
        .Append(mlContext.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options { LabelColumnName = nameof(ModelInput.Sentiment), NumberOfTrees = 200, NumberOfLeaves = 20 }));
}
