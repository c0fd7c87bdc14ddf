using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Text;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>A column of text made a vector of numbers in place, in one of the many ways that ML.NET has.</summary>
internal sealed class RandomCategories(MLContext context, Random random)
{
    private static readonly OneHotEncodingEstimator.OutputKind[] Kinds =
        [OneHotEncodingEstimator.OutputKind.Indicator, OneHotEncodingEstimator.OutputKind.Bag, OneHotEncodingEstimator.OutputKind.Binary];

    public IEstimator<ITransformer> Create(string column) => random.Next(10) switch
    {
        0 or 1 => context.Transforms.Categorical.OneHotEncoding(column, outputKind: Kinds[random.Next(3)], maximumNumberOfKeys: 5 + random.Next(60)),
        2 => context.Transforms.Categorical.OneHotHashEncoding(column, outputKind: Kinds[random.Next(3)], numberOfBits: 3 + random.Next(5)),
        3 => context.Transforms.Text.FeaturizeText(column),
        4 => context.Transforms.Text.FeaturizeText(column, Text(), column),
        5 => context.Transforms.Conversion.MapValueToKey(column, keyOrdinality: (ValueToKeyMappingEstimator.KeyOrdinality)random.Next(2))
            .Append(context.Transforms.Conversion.MapKeyToVector(column, outputCountVector: random.Next(2) == 0)),
        6 => context.Transforms.Conversion.MapValueToKey(column).Append(context.Transforms.Conversion.MapKeyToValue(column)).Append(context.Transforms.Categorical.OneHotEncoding(column)),
        7 => context.Transforms.Conversion.Hash(column, numberOfBits: 4 + random.Next(3)).Append(context.Transforms.Conversion.MapKeyToVector(column)),
        8 => context.Transforms.Text.ProduceHashedWordBags(column, column, numberOfBits: 5, ngramLength: 1),
        _ => context.Transforms.Text.TokenizeIntoCharactersAsKeys(column, column).Append(context.Transforms.Text.ProduceNgrams(column, ngramLength: 1 + random.Next(2))),
    };

    private TextFeaturizingEstimator.Options Text() => new()
    {
        CaseMode = (TextNormalizingEstimator.CaseMode)random.Next(3),
        KeepDiacritics = random.Next(2) == 0,
        KeepNumbers = true,
        Norm = (TextFeaturizingEstimator.NormFunction)random.Next(4),
        WordFeatureExtractor = new WordBagEstimator.Options { NgramLength = 1 + random.Next(2), Weighting = (NgramExtractingEstimator.WeightingCriteria)random.Next(3) },
        CharFeatureExtractor = random.Next(2) == 0 ? null : new WordBagEstimator.Options { NgramLength = 2 },
    };
}
