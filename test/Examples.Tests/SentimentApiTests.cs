using System.Net;
using System.Net.Http.Json;
using System.Text;
using Examples.Sentiment;
using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;
using Microsoft.ML.Data;
using static Examples.Sentiment.SentimentModel;

namespace Examples.Tests;

/// <summary>The web API of the example, over HTTP and under load.</summary>
[TestClass]
public sealed class SentimentApiTests : IDisposable
{
    private const int Clients = 16;
    private const int Requests = 1500;

    private readonly MLContext _context = new(1);
    private readonly SentimentFiles _files = new();
    private readonly EngineWatch _watch = new();

    public void Dispose() => _files.Dispose();

    [TestMethod]
    public async Task ManyRequestsAtATime_GetTheAnswersOfTheStockModel_AndNoEngineServesTwo()
    {
        var wrong = await Load(EnginePool.Create(_context, Watched()));
        Assert.AreEqual(0, wrong);
        Assert.AreEqual(0, _watch.Shared);
        Assert.IsGreaterThan(1, _watch.Together, "Requests are served at the same time.");
        Assert.IsGreaterThanOrEqualTo(_watch.Together, _watch.Engines);
    }

    [TestMethod]
    public async Task OneEngineForAll_IsNoticed()
    {
        var engine = _context.Model.CreatePredictionEngine<ModelInput, ModelOutput>(Watched());
        await Load(new OneForAll(engine));
        Assert.IsGreaterThan(0, _watch.Shared);
    }

    [TestMethod]
    public async Task WhatIsNoReview_IsABadRequest()
    {
        await using var app = SentimentApi.Create(EnginePool.Create(_context, LoadQuantized(_context, _files.Quantized)), "http://127.0.0.1:0");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var content = new StringContent("{ \"text\": 7", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/predict", content);
        Assert.AreEqual(HttpStatusCode.BadRequest, response.StatusCode);
    }

    /// <summary>How many answers differ from those of the trained model, which ML.NET loads and scores.</summary>
    private async Task<int> Load(ObjectPool<PredictionEngine<ModelInput, ModelOutput>> engines)
    {
        var (reviews, expected) = _files.StockPredictions();
        await using var app = SentimentApi.Create(engines, "http://127.0.0.1:0");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        int wrong = 0;
        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (i, token) =>
        {
            using var response = await client.PostAsJsonAsync("/predict", reviews[i % reviews.Count], token);
            bool same = response.IsSuccessStatusCode && SentimentFiles.Bits((await response.Content.ReadFromJsonAsync<ModelOutput>(token))!) == SentimentFiles.Bits(expected[i % reviews.Count]);
            Interlocked.Add(ref wrong, same ? 0 : 1);
        });
        return wrong;
    }

    private TransformerChain<ITransformer> Watched() => new(
        _watch.Stage(_context, LoadIDataViewFromFile(_context, RetrainFilePath)), LoadQuantized(_context, _files.Quantized));

    private sealed class OneForAll(PredictionEngine<ModelInput, ModelOutput> engine) : ObjectPool<PredictionEngine<ModelInput, ModelOutput>>
    {
        public override PredictionEngine<ModelInput, ModelOutput> Get() => engine;

        public override void Return(PredictionEngine<ModelInput, ModelOutput> obj)
        {
        }
    }
}
