SELECT statement, confidence, party FROM argued
