using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;
using static Examples.Sentiment.SentimentModel;

namespace Examples.Sentiment;

/// <summary>POST /predict: a <see cref="ModelInput"/> as JSON in, a <see cref="ModelOutput"/> out.</summary>
public static class SentimentApi
{
    /// <param name="engines">Where each request borrows an engine.</param>
    /// <param name="url">The address to listen on; port 0 is any that is free.</param>
    public static WebApplication Create(ObjectPool<PredictionEngine<ModelInput, ModelOutput>> engines, string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.MapPost("/predict", (ModelInput input) => Predict(engines, input));
        return app;
    }

    private static ModelOutput Predict(ObjectPool<PredictionEngine<ModelInput, ModelOutput>> engines, ModelInput input)
    {
        var engine = engines.Get();
        try
        {
            return engine.Predict(input);
        }
        finally
        {
            engines.Return(engine);
        }
    }
}
