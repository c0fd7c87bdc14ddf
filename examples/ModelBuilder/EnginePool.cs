using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;
using static Examples.Sentiment.SentimentModel;

namespace Examples.Sentiment;

/// <summary>Prediction engines over one model. An engine serves one request at a time; the pool keeps some for those to come.</summary>
public static class EnginePool
{
    public static ObjectPool<PredictionEngine<ModelInput, ModelOutput>> Create(MLContext mlContext, ITransformer model) => new DefaultObjectPoolProvider().Create(new Policy(mlContext, model));

    private sealed class Policy(MLContext mlContext, ITransformer model) : PooledObjectPolicy<PredictionEngine<ModelInput, ModelOutput>>
    {
        // The pool disposes of engines that it has no room for, and the model must outlive them.
        public override PredictionEngine<ModelInput, ModelOutput> Create() =>
            mlContext.Model.CreatePredictionEngine<ModelInput, ModelOutput>(model, new PredictionEngineOptions { OwnsTransformer = false });

        public override bool Return(PredictionEngine<ModelInput, ModelOutput> engine) => true;
    }
}
