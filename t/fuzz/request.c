/* fuzz: a request that is read is written as one line, and read again it is the same. */
#include <assert.h>
#include <string.h>

#include "gateway_request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
write_line(const struct gateway_request *request, struct text *line)
{
	struct err e = { 0 };

	assert(gateway_request_write(request, line, &e) == 0);
	assert(strchr(text_string(line), '\n') == line->data + line->length - 1);
}

static void
read_back(const struct gateway_request *request)
{
	struct gateway_request back;
	struct gateway_store store;
	struct text one, two;
	struct err e = { 0 };

	text_open(&one);
	text_open(&two);
	gateway_store_open(&store);
	write_line(request, &one);
	assert(gateway_request_read(one.data, one.length, &store, &back, &e) == 0);
	write_line(&back, &two);
	assert(strcmp(text_string(&one), text_string(&two)) == 0);
	gateway_store_close(&store);
	text_close(&one);
	text_close(&two);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *line = (const char *)data;
	struct gateway_request request;
	struct gateway_store store;
	struct err e = { 0 };
	int64_t count;

	(void)gateway_line_end(line, size, &count);
	gateway_store_open(&store);
	if (gateway_request_read(line, size, &store, &request, &e) == 0)
		read_back(&request);
	else
		assert(e.code == ERR_USAGE && e.message[0] != '\0');
	assert(request.key[0] == '\0' || strlen(request.key) == 32);
	gateway_store_close(&store);
	return 0;
}
