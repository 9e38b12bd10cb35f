using System.Reflection;
using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Http.Input;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>Runs the validator of each argument that has one, before the endpoint; a failure is a 422 that names the fields.</summary>
public static class Validation
{
    /// <summary>Every request that has a validator, and the validator.</summary>
    public static IReadOnlyList<(Type Request, Type Validator)> Validators { get; } =
    [
        .. from type in typeof(Validation).Assembly.GetTypes()
           where type is { IsAbstract: false, BaseType: { IsGenericType: true } parent }
               && parent.GetGenericTypeDefinition() == typeof(AbstractValidator<>)
           select (type.BaseType!.GetGenericArguments()[0], type),
    ];

    public static IServiceCollection AddValidators(this IServiceCollection services)
    {
        foreach (var (request, validator) in Validators)
            services.AddSingleton(typeof(IValidator<>).MakeGenericType(request), validator);

        return services;
    }

    public static RouteGroupBuilder WithValidation(this RouteGroupBuilder group)
    {
        group.AddEndpointFilterFactory((context, next) =>
        {
            var validators = context.MethodInfo.GetParameters()
                .Select((parameter, index) => (index, validator: Find(context.ApplicationServices, parameter)))
                .Where(pair => pair.validator is not null)
                .ToArray();
            return validators.Length == 0 ? next : invocation => CheckAsync(invocation, validators!, next);
        });
        return group;
    }

    /// <summary>The same check for pages, which have the request already.</summary>
    public static Refusal? Check<T>(this IValidator<T> validator, T request)
        where T : notnull => TextFields.Check(request) ?? ToRefusal(validator.Validate(request));

    /// <summary>For what is only looked at and may be unfinished: texts that can be carried are all that is asked for.</summary>
    public static Refusal? CheckTexts(object request) => TextFields.Check(request);

    private static IValidator? Find(IServiceProvider services, ParameterInfo parameter) =>
        (IValidator?)services.GetService(typeof(IValidator<>).MakeGenericType(parameter.ParameterType));

    private static async ValueTask<object?> CheckAsync(
        EndpointFilterInvocationContext invocation, (int Index, IValidator Validator)[] validators, EndpointFilterDelegate next)
    {
        foreach (var (index, validator) in validators)
        {
            // A body that may be left out, and was.
            if (invocation.Arguments[index] is null)
                continue;

            var result = await validator.ValidateAsync(new ValidationContext<object?>(invocation.Arguments[index]), invocation.HttpContext.RequestAborted);
            if (ToRefusal(result) is { } refusal)
                return new ProblemResult(refusal);
        }

        return await next(invocation);
    }

    private static Refusal? ToRefusal(FluentValidation.Results.ValidationResult result) => result.IsValid
        ? null
        : new Refusal(ErrorCodes.Invalid)
        {
            Fields = result.Errors
                .GroupBy(error => CamelCase(error.PropertyName), StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(error => error.ErrorMessage).Distinct(StringComparer.Ordinal)], StringComparer.Ordinal),
        };

    private static string CamelCase(string path) =>
        string.Join('.', path.Split('.').Select(part => part.Length == 0 ? part : char.ToLowerInvariant(part[0]) + part[1..]));
}
