/*
 * Scores the rows of a file with an ONNX model, for CPUs that no .NET runtime is at hand for:
 *
 *     score MODEL ROWS SCORES OPTIMIZED SIZE...
 *
 * ROWS holds the float32 values of the model's one input, row after row, each a tensor of the sizes that follow; SCORES gets those of its outputs, row after row; OPTIMIZED
 * gets the graph that ONNX Runtime runs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <onnxruntime_c_api.h>

#define MAX_RANK 8
#define MAX_OUTPUTS 64

static const OrtApi *api;

static void fail(const char *reason)
{
    fprintf(stderr, "%s\n", reason);
    exit(1);
}

static void check(OrtStatus *status)
{
    if (status != NULL)
    {
        fail(api->GetErrorMessage(status));
    }
}

static FILE *open_file(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);
    if (file == NULL)
    {
        perror(path);
        exit(1);
    }

    return file;
}

static OrtSession *open_model(const OrtEnv *environment, const char *model, const char *optimized)
{
    OrtSessionOptions *options;
    OrtSession *session;
    check(api->CreateSessionOptions(&options));
    check(api->SetIntraOpNumThreads(options, 1));
    check(api->SetOptimizedModelFilePath(options, optimized));
    check(api->CreateSession(environment, model, options, &session));
    api->ReleaseSessionOptions(options);
    return session;
}

/* The shape of one row. Returns how many values that are. */
static size_t read_shape(char **sizes, size_t rank, int64_t *shape)
{
    size_t values = 1;
    if (rank > MAX_RANK)
    {
        fail("The input has too many dimensions.");
    }

    for (size_t i = 0; i < rank; i++)
    {
        shape[i] = atoll(sizes[i]);
        values *= (size_t)shape[i];
    }

    return values;
}

static void write_scores(OrtValue *scores, FILE *file)
{
    OrtTensorTypeAndShapeInfo *shape;
    size_t count;
    void *values;
    check(api->GetTensorTypeAndShape(scores, &shape));
    check(api->GetTensorShapeElementCount(shape, &count));
    check(api->GetTensorMutableData(scores, &values));
    if (fwrite(values, sizeof(float), count, file) != count)
    {
        fail("The scores cannot be written.");
    }

    api->ReleaseTensorTypeAndShapeInfo(shape);
    api->ReleaseValue(scores);
}

int main(int argc, char **argv)
{
    OrtEnv *environment;
    OrtAllocator *allocator;
    OrtMemoryInfo *memory;
    char *input;
    char *outputs[MAX_OUTPUTS];
    size_t output_count;
    int64_t shape[MAX_RANK];
    if (argc < 5)
    {
        fail("usage: score MODEL ROWS SCORES OPTIMIZED SIZE...");
    }

    api = OrtGetApiBase()->GetApi(ORT_API_VERSION);
    check(api->CreateEnv(ORT_LOGGING_LEVEL_ERROR, "score", &environment));
    OrtSession *session = open_model(environment, argv[1], argv[4]);
    check(api->GetAllocatorWithDefaultOptions(&allocator));
    check(api->CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &memory));
    check(api->SessionGetInputName(session, 0, allocator, &input));
    check(api->SessionGetOutputCount(session, &output_count));
    if (output_count > MAX_OUTPUTS)
    {
        fail("The model has too many outputs.");
    }

    for (size_t i = 0; i < output_count; i++)
    {
        check(api->SessionGetOutputName(session, i, allocator, &outputs[i]));
    }

    size_t rank = (size_t)argc - 5;
    size_t values = read_shape(argv + 5, rank, shape);
    float *row = malloc(values * sizeof(float));
    FILE *rows = open_file(argv[2], "rb");
    FILE *scores = open_file(argv[3], "wb");
    while (fread(row, sizeof(float), values, rows) == values)
    {
        OrtValue *tensor;
        OrtValue *results[MAX_OUTPUTS] = { NULL };
        check(api->CreateTensorWithDataAsOrtValue(memory, row, values * sizeof(float), shape, rank, ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, &tensor));
        check(api->Run(session, NULL, (const char *const *)&input, (const OrtValue *const *)&tensor, 1, (const char *const *)outputs, output_count, results));
        for (size_t i = 0; i < output_count; i++)
        {
            write_scores(results[i], scores);
        }

        api->ReleaseValue(tensor);
    }

    if (fclose(scores) != 0)
    {
        fail("The scores cannot be written.");
    }

    return 0;
}
