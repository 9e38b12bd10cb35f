using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.Extensions.Options;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Notices.Subscriptions;

/// <summary>What a person answered in WeChat's question for messages, as the mini-program tells it, and how many messages that leaves.</summary>
public static class MySubscriptions
{
    // A phone that was without a network tells several at once.
    private const int MostAnswers = 20;

    public sealed record Request(IReadOnlyList<Told>? Answers);

    /// <param name="Answer">As wx.requestSubscribeMessage gave it for this template.</param>
    public sealed record Told(NoticeTemplate? Template, SubscriptionAnswer? Answer);

    public sealed record Answer(IReadOnlyList<Standing> Templates);

    /// <param name="LongTerm">One acceptance lasts until it is taken back.</param>
    /// <param name="Left">Messages that may still be sent; null where that is not known, or does not end.</param>
    public sealed record Standing(NoticeTemplate Template, bool LongTerm, int? Left);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Answers)
            .Must(answers => answers is { Count: >= 1 and <= MostAnswers } && answers.All(one => one is { Template: not null, Answer: not null }))
            .WithMessage(_ => ErrorTexts.Field("field_required", "订阅结果"));
    }

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me/subscriptions", (CurrentUser user, Handler handler, CancellationToken ct) => handler.ListAsync(user, ct))
            .RequireAuthorization(Rights.SignedIn).WithName("ListMySubscriptions").Produces<Answer>();
        api.MapPost("/me/subscriptions", async (Request request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.TellAsync(request, user, write, ct)).ToHttp())
            .RequireAuthorization(Rights.SignedIn).WithName("TellMySubscriptions").Produces<Answer>();
    }

    public sealed class Handler(Database database, IdempotentWrites writes, MessageQuotas quotas, IOptions<NoticeTemplates> templates)
    {
        public async Task<Answer> ListAsync(CurrentUser user, CancellationToken ct) => AnswerOf(await database.ReadAsync(connection => MessageQuotas.ListAsync(connection, user.Id), ct));

        public Task<Result<Answer>> TellAsync(Request request, CurrentUser user, WriteContext write, CancellationToken ct) => writes.RunAsync<Answer>(
            write, request, async scope =>
            {
                // In one order, so that two calls of one person do not wait for each other.
                foreach (var told in request.Answers!.GroupBy(one => one.Template!.Value).OrderBy(group => group.Key))
                {
                    var accepted = told.Count(one => one.Answer == SubscriptionAnswer.Accept);
                    if (accepted > 0 || told.Any(one => one.Answer == SubscriptionAnswer.Reject))
                        await quotas.ToldAsync(scope, user.Id, told.Key, accepted);
                }

                return AnswerOf(await MessageQuotas.ListAsync(scope.Connection, user.Id, scope.Transaction));
            },
            ct);

        private Answer AnswerOf(IReadOnlyList<QuotaRow> rows) => new([.. Enum.GetValues<NoticeTemplate>().Where(template => templates.Value.IdOf(template).Length > 0).Select(template =>
        {
            var (lasts, row) = (templates.Value.IsLongTerm(template), rows.FirstOrDefault(one => one.Template == template.ToString()));
            return new Standing(template, lasts, lasts && row?.Left > 0 ? null : row?.Left);
        })]);
    }
}

/// <summary>WeChat's words: ban and filter say that the template itself was taken away or is like another.</summary>
[JsonConverter(typeof(SubscriptionAnswerConverter))]
public enum SubscriptionAnswer
{
    Accept,
    Reject,
    Ban,
    Filter,
}

internal sealed class SubscriptionAnswerConverter() : JsonStringEnumConverter<SubscriptionAnswer>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
